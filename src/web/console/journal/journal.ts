import { Hono } from 'hono';
import { html } from 'hono/html';
import { journalOf, operatorNames, personById } from '../../../../db/console/console.ts';
import { renewalById } from '../../../../db/console/talk.ts';
import { verifyChain } from '../../../../db/journal.ts';
import type { ReadChain } from '../../../desk/journal.ts';
import type { WebParts } from '../../parts.ts';
import type { ConsoleEnv } from '../../session.ts';
import { type At, consolePage, empty, heading, missing, times, uuid } from '../frame.ts';
import { entryInWords, referencesInWords } from './entries.ts';

/** The record of a renewal and of a person, line by line. */
export function journalRoutes(parts: WebParts): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get(`/console/renewals/:id{${uuid}}/journal`, async (c) => {
      const renewal = (await renewalById(parts, c.req.param('id')))?.renewal;
      return renewal
        ? journalPage(
            c,
            parts,
            `Catatan permohonan ${renewal.number}`,
            `renewal:${renewal.id}`,
            `/console/renewals/${renewal.id}`,
          )
        : missing(c, parts, 'Permohonan');
    })
    .get(`/console/people/:id{${uuid}}/journal`, async (c) => {
      const person = await personById(parts, c.req.param('id'));
      return person
        ? journalPage(c, parts, `Catatan ${person.data.name}`, `applicant:${person.id}`, `/console/people/${person.id}`)
        : missing(c, parts, 'Orang');
    });
}

/** The journal of one chain, and whether it is whole. */
async function journalPage(c: At, parts: WebParts, title: string, chain: ReadChain, back: string): Promise<Response> {
  const [entries, broken, names] = await Promise.all([
    journalOf(parts, chain),
    verifyChain(parts.sql, chain),
    operatorNames(parts),
  ]);
  const shown = times(parts);
  const actor = (name: string) =>
    name.startsWith('operator:')
      ? `operator ${names.get(name.slice('operator:'.length)) ?? ''}`
      : (ACTORS[name] ?? name);
  return consolePage(
    c,
    parts,
    title,
    html`${heading(title, html`<a class="small" href="${back}">Kembali</a>`)}
<div class="notice ${broken === undefined ? 'good' : 'bad'}"><p>${broken === undefined ? 'Catatan utuh: setiap baris cocok dengan baris sebelumnya.' : `Catatan tidak utuh mulai baris ke-${broken}. Seseorang mengubahnya di luar sistem; laporkan segera kepada pengelola sistem.`}</p></div>
${entries.length === 0 ? empty('Belum ada catatan.') : html`<div class="card scroll"><table class="list"><thead><tr><th>No.</th><th>Waktu</th><th>Oleh</th><th>Kejadian</th><th>Rujukan</th></tr></thead><tbody>${entries.map(({ number, at, actor: by, entry, refs }) => html`<tr><td>${number}</td><td>${shown.moment(at)}</td><td>${actor(by)}</td><td>${entryInWords(entry)}</td><td class="small wrap">${referencesInWords(refs, shown.moment).map(({ label, value, whole }, index) => html`${index > 0 ? ' · ' : ''}<span class="muted">${label}</span> <span title="${whole}">${value}</span>`)}</td></tr>`)}</tbody></table></div>`}`,
  );
}

const ACTORS: Readonly<Record<string, string>> = {
  applicant: 'pemohon',
  system: 'sistem',
  issuer: 'penerbitan',
  stranger: 'orang belum dikenal',
};
