import { Hono } from 'hono';
import { html } from 'hono/html';
import type { MessageView } from '../../../../db/console/talk.ts';
import { createKeptReads } from '../../../../db/kept.ts';
import type { KeptCopy } from '../../../desk/again/kept.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { enter, go } from '../act.ts';
import { type At, missing, uuid } from '../frame.ts';
import { download, isPressed } from './documents.ts';

/**
 * What is kept of a message that could not be read, as it came: its letters and nothing else, so that no browser makes a
 * page or a picture of it. It may hold a whole NIK, so whoever looks is in the journal.
 */
export function originalRoutes(parts: WebParts): Hono<ConsoleEnv> {
  const path = `/console/messages/:id{${uuid}}` as const;
  return new Hono<ConsoleEnv>()
    .get(`${path}/original`, (c) => taken(c, parts, c.req.param('id'), asText))
    .get(`${path}/original/file`, (c) => taken(c, parts, c.req.param('id'), asFile));
}

export const originalLinks = ({ id }: MessageView): Html =>
  html`<p><a href="/console/messages/${id}/original" target="_blank">Lihat aslinya sebagai teks</a> · <a href="/console/messages/${id}/original/file">Unduh aslinya</a></p><p class="hint">Setiap kali dibuka, nama Anda dan waktunya dicatat. Berkas unduhannya dapat berbahaya: buka hanya bila Anda mengenal pengirimnya.</p>`;

type Original = KeptCopy & { readonly raw: Uint8Array };

async function taken(
  c: At,
  parts: WebParts,
  message: string,
  shown: (original: Original) => Response,
): Promise<Response> {
  if (!isPressed(c)) return c.body(null, 204);
  const copy = await createKeptReads(parts).copy(message);
  if (!copy) return missing(c, parts, 'Pesan');
  const { raw } = copy;
  if (!raw) return go(c, `/console/messages/${message}`, { refused: 'no-copy' });
  const outcome = await enter(c, parts, { act: 'take-original', message });
  if ('refused' in outcome) return go(c, `/console/messages/${message}`, { refused: outcome.refused });
  return shown({ ...copy, raw });
}

/** More than anybody reads, and little enough for any browser; the whole of it can be downloaded. */
export const TEXT_BYTES = 256 * 1024;

function asText({ raw }: Original): Response {
  const rest = raw.length - TEXT_BYTES;
  const cut = rest > 0 ? `\n\n[terpotong: masih ada ${rest} bita. Unduh aslinya untuk melihat semuanya.]\n` : '';
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline',
  };
  return new Response(Buffer.concat([raw.subarray(0, TEXT_BYTES), Buffer.from(cut)]), { headers });
}

const asFile = ({ raw, channel, message }: Original): Response =>
  channel === 'mail'
    ? download(raw, 'message/rfc822', `pesan-${message.slice(0, 8)}.eml`)
    : download(raw, 'application/json', `pesan-${message.slice(0, 8)}.json`);
