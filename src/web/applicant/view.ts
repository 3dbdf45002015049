import { html } from 'hono/html';
import { stampOf } from '../../../db/pages.ts';
import { date, dateAndTime } from '../../conversation/format.ts';
import type { StatusStep } from '../../conversation/line.ts';
import { toBeginAnew } from '../../conversation/phrases/catalogue.ts';
import { phrases } from '../../conversation/render.ts';
import { statusSteps } from '../../conversation/status.ts';
import { awaited } from '../../renewal/awaited.ts';
import { isIssuing, refusedLetters } from '../../renewal/content.ts';
import { mask } from '../../renewal/data.ts';
import { ACTIVITIES, STANDARD_MINUTES } from '../../renewal/procedure.ts';
import { type Awaited, FIELDS, type What } from '../../renewal/renewal.ts';
import { type OfficeParts, officeInWords } from '../office.ts';
import { following } from './following.ts';
import { frame, type Html, nothing } from './frame.ts';
import { collect } from './tasks/collect.ts';
import { inBrowser } from './tasks/in-browser.ts';
import { newKey } from './tasks/key.ts';
import { letterUpload } from './tasks/letter.ts';
import type { Visit } from './visit.ts';
import { words } from './words/choose.ts';
import { DONE_NOTES, type Note } from './words/words.ts';

/** The applicant's page: first what is to be done now, then where it stands, then his data. One thing at a time. */
export function page(parts: OfficeParts, visit: Visit, note?: Note): Html {
  const { language, content } = visit;
  const { renewal, applicant } = content;
  const w = words(language);
  const main = html`<div class="greet"><h1>${w.greeting(applicant.data.name)}</h1>
<p>${w.number(renewal.number)}. ${validity(parts, visit)}</p></div>
${note ? html`<p class="note${DONE_NOTES.includes(note) ? ' good' : ''}" role="status" data-note>${w.notes[note]}</p>` : nothing}
${now(parts, visit)}
${steps(parts, visit)}
${data(parts, visit)}`;
  return frame(parts, { language, title: w.service, live: { number: renewal.number, stamp: stampOf(renewal) } }, main);
}

/** Until when he can sign: with the old certificate, once it is there with the new one. */
function validity(parts: OfficeParts, { language, content }: Visit): Html {
  const { renewal, applicant } = content;
  const w = words(language);
  const until = (id: string | undefined) => {
    const certificate = applicant.certificates.find((each) => each.id === id);
    return certificate && date(certificate.notAfter, { language, timeZone: parts.settings.timeZone });
  };
  const { certificate, keyLost } = renewal.facts;
  // Without its key nobody signs with the new one.
  const [old, renewed] = [until(renewal.certificate), keyLost ? undefined : until(certificate?.id)];
  return html`${renewed ? w.renewed(renewed) : old ? w.expires[renewal.basis](old) : nothing}`;
}

function now(parts: OfficeParts, visit: Visit): Html {
  const { language, content } = visit;
  const { renewal } = content;
  const w = words(language);
  const { facts, outcome } = renewal;
  if (outcome !== undefined) {
    const { title, text } = w.outcomes[outcome];
    return html`<section class="card task${outcome === 'completed' ? ' done' : ''}"><h2>${title}</h2><p>${text}</p>${outcome === 'rejected' ? rejected(visit) : nothing}</section>
${facts.certificate && renewal.rules.needsCsr && outcome === 'completed' && visit.place === 'browser' ? collect(parts, visit, 'again') : nothing}`;
  }
  const inChat = visit.place === 'chat';
  const turns = awaited(renewal);
  const [turn] = turns;
  const letters = turns.filter(({ who }) => who === 'applicant').map(({ what }) => what);
  // Whoever is in the bound chat signs in by saying something there.
  const text = inChat && turn!.what === 'sign-in' ? [w.mini.signIn] : w.tasks[turn!.what].text;
  return html`${returned(visit)}${refusedLetter(visit, letters)}
<section class="card task${turn!.who === 'applicant' ? ' yours' : ''}"><p class="kicker">${w.turn[turn!.who]}</p><h2>${w.tasks[turn!.what].title}</h2>
${text.map((line) => html`<p>${line}</p>`)}
${turn!.who !== 'applicant' && letters.length === 0 ? html`<p>${w.idle}</p>` : nothing}
${since(parts, visit, turn!)}
${inChat && KEY_WORK.includes(turn!.what) ? inBrowser(visit) : nothing}
${!inChat && turn!.what === 'key' ? newKey(visit, 'asked') : nothing}
${!inChat && turn!.what === 'collect' ? collect(parts, visit, 'asked') : nothing}
${letters.includes('change-letter') ? letterUpload(visit, 'change') : nothing}
${letters.includes('letter') || letters.includes('kept-letter') ? letterUpload(visit, 'recommendation') : nothing}
</section>
${!inChat && facts.key && renewal.rules.needsCsr && !isIssuing(renewal) && !facts.certificate ? newKey(visit, 'replace') : nothing}`;
}

/** What needs a browser that keeps things and saves files. */
const KEY_WORK: readonly What[] = ['key', 'collect'];

/** Since when it is whose turn, and what comes after it. */
function since(parts: OfficeParts, { language, content }: Visit, { who, what, since: at }: Awaited): Html {
  const w = words(language);
  const when = dateAndTime(at, { language, timeZone: parts.settings.timeZone });
  const { hours, opens, closes } = officeInWords(parts, language);
  const there = opens ? w.help.closed(opens) : closes ? w.help.open(closes) : '';
  const operator = () => [w.waiting(when, hours), there].join(' ').trim();
  const waiting = who === 'operator' ? operator() : who === 'applicant' ? w.yours(when) : w.since(when);
  return html`<p class="aside">${waiting} ${w.after[following(content.renewal, what)]}</p>`;
}

/** What an operator sent back. */
function returned(visit: Visit): Html {
  const said = reason(visit);
  return said
    ? html`<section class="card notice"><h2>${words(visit.language).returned}</h2>${said}</section>`
    : nothing;
}

/** Nothing is to be corrected here any more: what has to be settled before he begins anew. */
const rejected = (visit: Visit): Html => html`${reason(visit) ?? nothing}<p>${words(visit.language).rejectedNext}</p>`;

/** Why an operator sent it back or rejected it, and what to do, in his words where he wrote some. */
function reason({ language, content }: Visit): Html | undefined {
  const back = content.renewal.facts.returned;
  if (back === undefined) return undefined;
  const known = phrases(language).reasons[back.reason];
  const todo = content.renewal.outcome === 'rejected' ? toBeginAnew(known) : known.todo;
  return html`<p>${known.why}</p><p><b>${words(language).todo}</b> ${back.instruction || todo}</p>`;
}

function refusedLetter({ language, content }: Visit, asked: readonly What[]): Html {
  const found = refusedLetters(content.renewal);
  if (found.length === 0 || !asked.some((what) => what === 'letter' || what === 'change-letter')) return nothing;
  const { letters, letterRefusals } = phrases(language);
  const told = found.map(({ letter, refused }) => html`<p>${letters[letter]}: ${letterRefusals[refused]}</p>`);
  return html`<section class="card notice"><h2>${words(language).letterRefused}</h2>${told}</section>`;
}

/** The six activities of the SOP with their times; of the one under way, whose turn it is. */
function steps(parts: OfficeParts, { language, content }: Visit): Html {
  const w = words(language);
  const { activities, acts, stepStates, whoseTurn } = phrases(language);
  const [turn] = awaited(content.renewal);
  const when = (at: Date) => dateAndTime(at, { language, timeZone: parts.settings.timeZone });
  const state = (step: StatusStep) => {
    if (step.state === 'now') return `${whoseTurn[turn!.who]}: ${acts[turn!.what]}`;
    const at = step.at && html`, <time datetime="${step.at.toISOString()}">${when(step.at)}</time>`;
    return html`${stepStates[step.state]}${at ?? nothing}`;
  };
  const row = (
    step: StatusStep,
  ) => html`<li class="${step.state}"${step.state === 'now' ? html` aria-current="step"` : nothing}>
<span>${activities[step.activity]}</span> <small>${state(step)}</small> ${step.state === 'not-needed' ? nothing : html`<small>${w.steps.standard(ACTIVITIES[step.activity - 1]!.standardMinutes)}</small>`}</li>`;
  const { facts } = content.renewal;
  const whole = STANDARD_MINUTES[facts.change || facts.changed.length > 0 ? 'changed' : 'unchanged'];
  return html`<section class="card" aria-labelledby="langkah"><h2 id="langkah">${w.steps.title}</h2><ol class="steps">${statusSteps(content.renewal).map(row)}</ol>
<p class="aside">${w.steps.whole(whole)}</p></section>`;
}

/** A long address is broken behind its signs and not within a word. */
const broken = (address: string): Html[] => address.split(/(?<=[@._-])/).map((part) => html`${part}<wbr>`);

const MASKED: ReadonlySet<string> = new Set(['nik', 'nip']);

function data(parts: OfficeParts, { language, content }: Visit): Html {
  const w = words(language).data;
  const { applicant, renewal } = content;
  const { fields } = phrases(language);
  const asOf = date(applicant.asOf, { language, timeZone: parts.settings.timeZone });
  // What is in a certificate is changed in another one.
  const mayChange = renewal.outcome === undefined && renewal.facts.certificate === undefined;
  const row = (field: (typeof FIELDS)[number]) => {
    const value = applicant.data[field];
    const shown = MASKED.has(field) ? mask(value) : field === 'email' ? broken(value) : value;
    return html`<div><dt>${fields[field]}</dt><dd>${value === '' ? w.empty : shown}</dd></div>`;
  };
  return html`<section class="card" aria-labelledby="data"><h2 id="data">${w.title}</h2><dl>${FIELDS.map(row)}</dl>
<p class="aside">${w.asOf(asOf)}${mayChange ? html` ${w.wrong}` : nothing}</p></section>`;
}
