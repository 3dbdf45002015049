import { X509Certificate } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { certificateFile } from '../../../../db/console/certificates.ts';
import { type DocumentView, documentContent } from '../../../../db/console/talk.ts';
import { recordView } from '../../../../db/operators.ts';
import type { Html } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { type At, badge, card, empty, missing, times, uuid } from '../frame.ts';
import { remarkInWords, vocabulary } from '../words.ts';

/**
 * Documents of strangers: never shown inside a page, always as a download with a name of ours; each look is recorded.
 * What asks without a person (a HEAD, a browser that fetches ahead) gets nothing, so there is nothing to record.
 */
export function documentRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(`/console/documents/:id{${uuid}}`, async (c) => {
      if (!isPressed(c)) return c.body(null, 204);
      const id = c.req.param('id');
      const document = await documentContent(parts, id);
      if (!document) return missing(c, parts, 'Berkas');
      await recordView(parts.sql, id, c.get('session').operator.id, parts.clock());
      const { type, extension } = FORMS[document.kind] ?? FORMS.other!;
      return download(document.content, type, `berkas-${id.slice(0, 8)}.${extension}`);
    })
    .get(`/console/certificates/:file{${uuid}\\.pem}`, async (c) => {
      const certificate = await certificateFile(parts, c.req.param('file').slice(0, -'.pem'.length));
      if (!certificate) return missing(c, parts, 'Berkas sertifikat');
      const pem = new X509Certificate(Buffer.from(certificate.der)).toString();
      return download(Buffer.from(pem), 'application/x-pem-file', `sertifikat-${certificate.serial}.pem`);
    });
}

/** Not a HEAD, and not a browser that fetches ahead. */
export const isPressed = ({ req }: At): boolean =>
  req.method === 'GET' && !req.header('sec-purpose')?.includes('prefetch');

const FORMS: Readonly<Record<string, { readonly type: string; readonly extension: string }>> = {
  pdf: { type: 'application/pdf', extension: 'pdf' },
  request: { type: 'application/pkcs10', extension: 'csr' },
  other: { type: 'application/octet-stream', extension: 'bin' },
};

/** Never shown inside a page. */
export function download(content: Uint8Array, type: string, name: string): Response {
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': String(content.length),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return new Response(new Uint8Array(content), { headers });
}

export async function documentsCard(
  parts: WebParts,
  documents: readonly DocumentView[],
  names: ReadonlyMap<string, string>,
): Promise<Html> {
  const shown = times(parts);
  if (documents.length === 0) return card('Berkas', empty('Belum ada berkas.'));
  return card(
    'Berkas',
    html`<ul class="plainlist">${documents.map(({ id, name, kind, size, at, reading, views }) => {
      const last = views[0];
      return html`<li>${documentLink({ id, name, kind })} <span class="muted small">${sizeInWords(size)}, ${shown.moment(at)}</span>
${reading?.pages ? html`<div class="small muted">${reading.pages} halaman${reading.signer ? html`, ditandatangani elektronik oleh ${reading.signer}` : ''}</div>` : ''}${reading?.refused ? html`<div class="small">${badge('tidak diterima', 'warn')} ${vocabulary.letterRefusals[reading.refused as keyof typeof vocabulary.letterRefusals] ?? remarkInWords(reading.refused)}</div>` : ''}
<div class="small muted">${last ? `Dibuka ${views.length} kali, terakhir oleh ${names.get(last.by) ?? 'operator'} ${shown.moment(new Date(last.at))}` : 'Belum pernah dibuka'}</div></li>`;
    })}</ul><p class="hint">Setiap kali dibuka, nama Anda dan waktunya dicatat.</p>`,
  );
}

/** Its name, by which it is opened where there is something to open. */
export function documentLink({ id, name, kind }: Pick<DocumentView, 'id' | 'name' | 'kind'>): Html {
  const absent = ABSENT[kind];
  return absent === undefined
    ? html`<a href="/console/documents/${id}">${name}</a>`
    : html`${name} <span class="muted">(${absent})</span>`;
}

const ABSENT: Readonly<Record<string, string>> = {
  pending: 'sedang diunduh',
  erased: 'isinya sudah dihapus',
  key: 'kunci pribadi, isinya tidak disimpan',
};

const KILO = 1024;
export const sizeInWords = (bytes: number) =>
  bytes < KILO * KILO
    ? `${Math.max(1, Math.round(bytes / KILO))}\u00a0KB`
    : `${(bytes / KILO / KILO).toFixed(1).replace('.', ',')}\u00a0MB`;
