import { type Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { Fault } from '../src/fault.ts';
import { bytesOf } from '../src/outward.ts';

/** 20 MB, the most that the Bot API lets a bot download, over a slow line. */
const DOWNLOAD_MS = 120_000;

/** Loads a file with a limit on its bytes. The address contains the bot's token: it appears in no error. */
export async function download(
  url: URL,
  agent: Agent | undefined,
  limitBytes: number,
  limitMs = DOWNLOAD_MS,
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    const response = await open(url, agent, signal);
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Fault('telegram', `the download answered ${response.statusCode}`);
    }
    return new Uint8Array(await bytesOf(response, limitBytes));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Fault('telegram', signal.aborted ? 'the download took too long' : `the download failed: ${code}`);
  }
}

function open(url: URL, agent: Agent | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  const get = url.protocol === 'https:' ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    get(url, { signal, ...(agent === undefined ? {} : { agent }) }, resolve).once('error', reject);
  });
}
