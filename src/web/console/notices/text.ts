import type { NoticeReader, NoticeView } from '../../../../db/console/notices.ts';
import type { Line, Text } from '../../../conversation/line.ts';
import { render } from '../../../conversation/render.ts';
import { reminderOf } from '../../../desk/notice/due.ts';
import { basisToday, firstNotice } from '../../../desk/notice/opening.ts';
import type { ContactRow } from '../../../desk/store.ts';
import { placeToTell, waysAmong } from '../../../desk/ways.ts';
import type { WebParts } from '../../parts.ts';

/** Given when it leaves. */
const NUMBER = '[nomor permohonan]';

export type NoticeText = { readonly channel: ContactRow['channel']; readonly text: Text };

/**
 * What leaves if this notice is released now, made by the same lines as the messages themselves: by each way that it takes,
 * the mail first. None where no way is open.
 */
export function noticeTexts(
  { settings, clock }: Pick<WebParts, 'settings' | 'clock'>,
  { person, serial, expires }: NoticeView,
  { renewal, last, contacts }: NoticeReader,
): readonly NoticeText[] {
  const { name } = person!.data;
  const { agency, timeZone, officeHours, bot, issuer } = settings;
  const now = clock();
  const ways = waysAmong(contacts, now, settings);
  const { number, basis: before } = renewal ?? { number: NUMBER, basis: 'expiring' as const };
  const opened = { number, basis: basisToday({ basis: before }, { notAfter: expires }, now) };
  const written = ({ channel, state: { language } }: ContactRow, line: Line): NoticeText => ({
    channel,
    text: render([line], {
      language,
      agency,
      timeZone,
      officeHours,
      channel,
      ...(bot ? { bot } : {}),
      name,
      number: opened.number,
    }),
  });
  const reminder = renewal && reminderOf(renewal, expires);
  const place = placeToTell(ways, last, now);
  if (reminder) return place ? [written(place, reminder)] : [];
  const [chat] = ways.chats;
  const certificate = { notAfter: expires, ...(serial ? { serial } : {}) };
  const needsCsr = renewal?.rules.needsCsr ?? issuer === 'local';
  return [ways.mail, chat].flatMap((to) => {
    if (!to) return [];
    const invites = to.channel === 'mail' && bot !== undefined && !chat;
    return [written(to, firstNotice(name, opened, needsCsr, certificate, invites))];
  });
}
