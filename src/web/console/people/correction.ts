import { html } from 'hono/html';
import { type CertificateView, certificatesOf } from '../../../../db/console/certificates.ts';
import { isoDay } from '../../../renewal/dates.ts';
import { isSeen } from '../../../renewal/evidence.ts';
import type { Renewal } from '../../../renewal/renewal.ts';
import { plainSerial, serialOf } from '../../../renewal/serial.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { enter, type Form, field, formOf, go } from '../act.ts';
import { dayOf } from '../days.ts';
import { type At, times, token } from '../frame.ts';
import { RECORDING, REFUSALS, serialInWords } from '../words.ts';

/** The way back from a number or a date that was mistyped when a certificate of AMS was recorded. */

const FIELDS = ['right', 'right-from', 'right-until', 'note'] as const;
type FieldName = (typeof FIELDS)[number];
/** What is wrong with what was typed, by field. */
type Problems = Partial<Record<FieldName, string>>;
/** What was filled in and refused, with why. */
export type Tried = { readonly trouble: string; readonly form: Form; readonly problems?: Problems };

/** The certificate that came of this renewal, where it is AMS's and was never here itself. */
export async function toldCertificate(parts: WebParts, renewal: Renewal): Promise<CertificateView | undefined> {
  const id = renewal.facts.certificate?.id;
  const recorded = (await certificatesOf(parts, renewal.applicant)).find((each) => each.id === id);
  return recorded && isTold(recorded) ? recorded : undefined;
}

const isTold = ({ issuer, evidence }: CertificateView): boolean => issuer === 'ams' && !isSeen(evidence);

/** As long as it is somebody's word, and nothing was done under it that stays. */
export const isCorrectable = (recorded: CertificateView): boolean =>
  isTold(recorded) && recorded.state === 'valid' && recorded.successor === undefined;

const onRecord = ({ settings: { timeZone } }: WebParts, { serial, notBefore, notAfter }: CertificateView) => ({
  right: serial === undefined ? '' : serialInWords(serial),
  'right-from': notBefore ? isoDay(notBefore, timeZone) : '',
  'right-until': isoDay(notAfter, timeZone),
});

export function correctionForm(
  c: At,
  parts: WebParts,
  renewal: Renewal,
  recorded: CertificateView,
  { form: typed, problems = {} }: Pick<Tried, 'form' | 'problems'>,
): Maybe {
  if (!isCorrectable(recorded)) return '';
  const isTried = 'was-right-until' in typed;
  const shown = onRecord(parts, recorded);
  // What he saw when he began to write: what another operator has corrected since is not taken back with it.
  const was = (name: keyof typeof shown) => (isTried ? field(typed, `was-${name}`, 64) : shown[name]);
  const input = (name: FieldName, label: string, more: Html, value: string) =>
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" ${more} value="${value}" ${problems[name] ? html`aria-invalid="true" aria-describedby="${name}-problem"` : ''}>${problems[name] ? html`<p class="wrong" id="${name}-problem">${problems[name]}</p>` : ''}</div>`;
  const correctable = (name: keyof typeof shown, label: string, more: Html) =>
    html`${input(name, label, more, isTried ? field(typed, name, 64) : shown[name])}<input type="hidden" name="was-${name}" value="${was(name)}">`;
  const number = recorded.serial !== undefined;
  return html`<details ${isTried ? 'open' : ''}><summary>${number ? 'Nomor seri atau tanggalnya salah ketik' : 'Tanggalnya salah ketik'}</summary><form method="post" action="/console/renewals/${renewal.id}/correction">${token(c.get('session'))}<p class="muted">Ubah yang keliru saja. Pemohon diberi tahu yang benar, dan notifikasi masa berlaku mengikutinya. Yang lama, alasan, dan nama Anda tetap tersimpan.</p>
${number ? correctable('right', 'Nomor seri yang benar (heksadesimal)', html`class="mono" required maxlength="64" autocomplete="off"`) : ''}<div class="pair">${correctable('right-from', 'Berlaku sejak', html`type="date"`)}${correctable('right-until', 'Berlaku sampai', html`type="date" required`)}</div>
${input('note', 'Apa yang keliru, dan dari mana yang benar?', html`required maxlength="500" placeholder="Misalnya: dua angka tertukar; dicocokkan lagi di AMS"`, field(typed, 'note', 500))}
<button class="plain">Betulkan catatan</button></form></details>`;
}

type Right = { readonly serial?: string; readonly notBefore?: Date; readonly notAfter?: Date };
type Read = Right | { readonly problems: Problems };

/** What stood before him when he began to write. */
function seenIn({ settings: { timeZone } }: WebParts, form: Form) {
  const was = (name: FieldName) => field(form, `was-${name}`, 64);
  const [serial, from] = [serialOf(was('right')), dayOf(was('right-from'), timeZone, false)];
  const until = dayOf(was('right-until'), timeZone, true) ?? new Date(0);
  return { ...(serial ? { serial } : {}), ...(from ? { notBefore: from } : {}), notAfter: until };
}

/** The form with what is on record now: what he left as it was follows it, what he wrote stays and has it beside it. */
async function renewed(parts: WebParts, renewal: Renewal, form: Form): Promise<Pick<Tried, 'form' | 'problems'>> {
  const recorded = await toldCertificate(parts, renewal);
  if (!recorded) return { form };
  const now = Object.entries(onRecord(parts, recorded));
  const stale = now.filter(([name, value]) => field(form, `was-${name}`, 64) !== value);
  const inWords = (name: string, value: string) =>
    name === 'right' ? value : times(parts).day(dayOf(value, parts.settings.timeZone, false)!);
  const wrote = (name: string) => field(form, name, 64) !== field(form, `was-${name}`, 64);
  return {
    form: {
      ...form,
      ...Object.fromEntries(now.map(([name, value]) => [`was-${name}`, value])),
      ...Object.fromEntries(stale.filter(([name]) => !wrote(name))),
    },
    problems: Object.fromEntries(
      stale
        .filter(([name]) => wrote(name))
        .map(([name, value]) => [name, `Sekarang tercatat: ${inWords(name, value)}.`]),
    ),
  };
}

/** What was changed in the form, or what is wrong with it. */
function read(parts: WebParts, form: Form, renewal: Renewal): Read {
  const { timeZone } = parts.settings;
  const typed = (name: FieldName) => field(form, name, 500);
  const isChanged = (name: FieldName) => typed(name) !== field(form, `was-${name}`, 64);
  const [from, until] = [dayOf(typed('right-from'), timeZone, false), dayOf(typed('right-until'), timeZone, true)];
  const isOther = plainSerial(typed('right')) !== plainSerial(field(form, 'was-right', 64));
  const serial = isOther ? serialOf(typed('right')) : undefined;
  const problems: Problems = {
    ...(isOther && serial === undefined ? { right: RECORDING.serial! } : {}),
    ...(typed('right-from') === '' && isChanged('right-from') ? { 'right-from': EMPTIED } : {}),
    ...(typed('right-from') !== '' && !from ? { 'right-from': NO_DAY } : {}),
    ...(until ? {} : { 'right-until': NO_DAY }),
    ...(typed('note') === '' ? { note: NO_NOTE } : {}),
  };
  if (until && !problems['right-from']) Object.assign(problems, implausible(parts, renewal, from, until));
  if (Object.keys(problems).length > 0) return { problems };
  return {
    ...(serial === undefined ? {} : { serial }),
    ...(isChanged('right-from') && from ? { notBefore: from } : {}),
    ...(isChanged('right-until') ? { notAfter: until! } : {}),
  };
}

const NO_DAY = 'Isi tanggal yang lengkap.';
const EMPTIED = 'Tanggal ini sudah tercatat: isi yang benar, jangan dikosongkan.';
const NO_NOTE = 'Tuliskan alasannya; ini tersimpan dalam catatan permohonan.';
const DATES: Readonly<Record<string, Problems>> = {
  dates: { 'right-until': RECORDING.dates! },
  expired: {
    'right-until': 'Tanggal ini sudah lewat ketika sertifikatnya dicatat. Periksa kembali tanggalnya di AMS.',
  },
  'not-yet': {
    'right-from': 'Tanggal ini belum tiba ketika sertifikatnya dicatat. Periksa kembali tanggalnya di AMS.',
  },
};

/** As it was to be seen when it was recorded: it may have ended since. */
function implausible({ recording }: WebParts, renewal: Renewal, from: Date | undefined, until: Date): Problems {
  const judged = recording.byDates(from, until, renewal.facts.certificate?.at);
  return judged.ok ? {} : (DATES[judged.why] ?? {});
}

/** What the desk refuses that one field is to blame for. */
const BLAMED: Readonly<Partial<Record<keyof typeof REFUSALS, FieldName>>> = {
  'serial-known': 'right',
  'twin-other-day': 'right',
  'twin-under-way': 'right',
  'old-certificate': 'right',
  'before-approval': 'right-from',
};
const LOOK_BELOW = 'Catatan belum dibetulkan, jadi tidak ada yang berubah. Periksa isian yang ditandai di bawah ini.';
const NOTHING_CHANGED =
  'Isinya sama dengan yang tercatat, jadi tidak ada yang berubah. Betulkan nomor seri atau tanggalnya, lalu kirim lagi.';

/** `again` shows the renewal's page with what was refused. */
export async function correct(
  c: At,
  parts: WebParts,
  renewal: Renewal,
  again: (tried: Tried) => Promise<Response>,
): Promise<Response> {
  const form = await formOf(c);
  const right = read(parts, form, renewal);
  if ('problems' in right) return again({ trouble: LOOK_BELOW, form, problems: right.problems });
  if (Object.keys(right).length === 0) return again({ trouble: NOTHING_CHANGED, form });
  const note = field(form, 'note', 500);
  const outcome = await enter(c, parts, {
    act: 'correct-record',
    renewal: renewal.id,
    ...right,
    seen: seenIn(parts, form),
    note,
  });
  const back = `/console/renewals/${renewal.id}`;
  if (!('refused' in outcome)) {
    const goesOn = 'id' in outcome ? outcome.id : undefined;
    return go(c, goesOn ? `${back}?of=${goesOn}` : back, { said: goesOn ? 'corrected-needless' : 'record-corrected' });
  }
  const sentence = REFUSALS[outcome.refused];
  if (outcome.refused === 'record-changed')
    return again({ trouble: sentence, ...(await renewed(parts, renewal, form)) });
  const blamed =
    right.serial === undefined && outcome.refused === 'old-certificate' ? 'right-until' : BLAMED[outcome.refused];
  return again(blamed ? { trouble: LOOK_BELOW, form, problems: { [blamed]: sentence } } : { trouble: sentence, form });
}
