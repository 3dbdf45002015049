import { readMiniAppVisitor } from '../../bots/mini-app.ts';
import type { Poller } from '../../bots/poll.ts';
import type { Listener } from '../../mail/listener.ts';
import { type JobParts, scan } from '../desk/jobs/jobs.ts';
import { createPacketPaper } from '../letters/packet.ts';
import { proxyList } from '../web/client-address.ts';
import type { WebParts } from '../web/parts.ts';
import { createWeb } from '../web/server.ts';
import { openProcessingAgain } from './again.ts';
import { channelStates } from './channels.ts';
import { houseDoctor } from './doctor.ts';
import { health } from './health.ts';
import { type Listening, listen } from './listen.ts';
import { listenMail } from './mail.ts';
import type { Base, Channels, Rooms } from './rooms.ts';
import { listenTelegram } from './telegram.ts';

type Doors = { readonly poller?: Poller; readonly mailbox?: Listener; readonly pages?: Listening };

/** Lets the world in, by the roles this process has: Telegram, the mailbox, the pages. */
export async function openDoors(base: Base, channels: Channels, rooms: Rooms, jobs: JobParts): Promise<Doors> {
  const { config, ground, clock, log, sql } = base;
  const { keyring } = ground;
  const { desk } = rooms;
  const telegram =
    channels.telegram && config.roles.includes('telegram')
      ? listenTelegram(channels.telegram, {
          desk,
          sql,
          keyring,
          clock,
          log,
          publicUrl: config.publicUrl,
          webhookUrl: ground.telegram?.webhookUrl,
        })
      : undefined;
  const mailbox =
    channels.mail && config.roles.includes('mail')
      ? await listenMail(channels.mail, { desk, sql, log, noticePatternsFile: config.noticePatternsFile })
      : undefined;
  const web = createWeb({
    ...webParts(base, rooms, jobs),
    health: health({ sql, poller: telegram?.poller, mailbox }),
    doctor: houseDoctor(base, () => telegram?.poller?.status()),
    channels: channelStates({ mailbox, poller: telegram?.poller, webhook: telegram?.webhook !== undefined }),
    webhook: telegram?.webhook,
  });
  const pages = config.roles.includes('web') ? await listen(web, config.host, config.port) : undefined;
  telegram?.poller?.start();
  mailbox?.start();
  return { poller: telegram?.poller, mailbox, pages };
}

function webParts(
  { config, ground, clock, log, sql }: Base,
  rooms: Rooms,
  jobs: JobParts,
): Omit<WebParts, 'health' | 'channels' | 'doctor'> {
  const { desk, settings, letters, draft, requests, issuer } = rooms;
  return {
    desk,
    sql,
    keyring: ground.keyring,
    clock,
    settings,
    publicUrl: config.publicUrl,
    proxies: proxyList(config.trustedProxies),
    metricsToken: config.metricsToken,
    log,
    letters,
    draft,
    requests,
    recording: issuer.recording,
    packet: issuer.packet,
    packetPaper: createPacketPaper({ agency: settings.agency.name }),
    scan: () => scan(jobs),
    again: openProcessingAgain({
      desk,
      sql,
      keyring: ground.keyring,
      noticePatternsFile: config.noticePatternsFile,
      mail: ground.mail,
      bot: ground.telegram && { username: settings.bot },
    }),
    notices: { mode: config.notices, days: config.noticeDays },
    authority: issuer.authority,
    miniAppVisitor: ground.telegram && miniAppVisitor(ground.telegram.token, clock),
  };
}

const miniAppVisitor =
  (token: string, clock: Base['clock']): WebParts['miniAppVisitor'] =>
  (initData) =>
    readMiniAppVisitor(token, initData, clock());
