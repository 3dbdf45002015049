import { REVOCATION_REASONS } from '../../src/conversation/conversation.ts';
import { ANSWERS, type Language, type Line, STILL_WAITING } from '../../src/conversation/line.ts';
import type { Context } from '../../src/conversation/render.ts';
import { REFUSALS } from '../../src/renewal/event.ts';
import { LETTER_REFUSALS, REQUEST_REFUSALS } from '../../src/renewal/refusals.ts';
import { BASES, FIELDS, OUTCOMES, REASONS, RETURN_TO, WHATS } from '../../src/renewal/renewal.ts';
import { somebody } from '../support/person.ts';

export const agency = {
  name: 'Diskominfo Provinsi Sumatera Barat',
  phone: '(0751) 123456',
  address: 'Jalan Pramuka Raya Nomor 11 A, Kota Padang',
  page: 'https://diskominfo.example.go.id/sertifikat',
};

export function context(
  language: Language,
  channel: 'telegram' | 'mail' = 'telegram',
  more: Partial<Context> = {},
): Context {
  const base = {
    agency,
    timeZone: 'Asia/Jakarta',
    officeHours: 'Mon-Thu 07:30-16:00, Fri 07:30-16:30',
    number: '2026-000123',
    bot: 'perbarui_bot',
  };
  return { ...base, language, channel, ...more };
}

export const data = somebody({
  nik: '1371014101800002',
  nip: '198001012005012004',
  name: 'Sari Dewi',
  email: 'sari.dewi@sumbarprov.example',
  position: 'Kepala Seksi Informatika',
  organisation: 'Dinas Kesehatan',
  unit: 'Sekretariat',
  city: 'Kota Padang',
  province: 'Sumatera Barat',
});

const renewal = '0b8f8f52-36c6-4a0e-9e3c-2f4c2f1f3a11';
// 17.30 UTC: the next day in Jakarta, so that a date in the wrong zone shows.
const expires = new Date('2027-01-14T17:30:00Z');
const from = new Date('2026-12-15T17:30:00Z');
const since = new Date('2026-11-14T02:00:00Z');
const serial = '3A5F0C219F3A77C1';
const instruction = 'Mintakan tanda tangan Kepala Dinas, lalu kirim lagi suratnya.';
const both = [true, false] as const;
const revocable = [
  { id: 'c1', serial, expires },
  { id: 'c2', serial: '4C0F11AA9F3A77D2', expires: since },
];
const STATES = ['asked', 'planned', 'running', 'refused', 'done', 'replaced', 'in-use', 'unsure', 'expired'] as const;
const letters = ['recommendation', 'change'] as const;

/** At least one of every line, and every variant of those that have some. A line without a sample does not compile. */
export const samples: { readonly [S in Line['say']]: readonly Extract<Line, { say: S }>[] } = {
  welcome: [{ say: 'welcome' }, { say: 'welcome', brief: true }],
  'ask-number': [{ say: 'ask-number' }],
  'code-sent': [{ say: 'code-sent' }, { say: 'code-sent', again: true }],
  'code-mail': (['telegram', 'mail'] as const).map((channel) => ({ say: 'code-mail', channel })),
  'code-still': [{ say: 'code-still' }],
  'code-wrong': [{ say: 'code-wrong', left: 4 }],
  'code-spent': [{ say: 'code-spent' }],
  'code-limit': [{ say: 'code-limit' }],
  'code-unasked': [{ say: 'code-unasked' }],
  'bind-ask': [{ say: 'bind-ask', name: data.name }],
  'bind-declined': [{ say: 'bind-declined' }],
  'link-bad': [{ say: 'link-bad' }],
  'signed-in': [{ say: 'signed-in', name: data.name }],
  'proof-needed': [{ say: 'proof-needed' }],
  'proof-mail': [{ say: 'proof-mail', at: since, until: from }],
  'proof-other-address': [{ say: 'proof-other-address' }],
  'first-notice': BASES.flatMap((basis) =>
    both.map((telegram) => ({
      say: 'first-notice',
      byHand: !telegram,
      name: data.name,
      basis,
      serial,
      expires,
      number: '2026-000123',
      telegram,
    })),
  ),
  'too-early': [{ say: 'too-early', from, expires }],
  'no-certificate': [{ say: 'no-certificate' }],
  'notice-noted': [{ say: 'notice-noted' }],
  'certificate-noted': [{ say: 'certificate-noted' }],
  'which-certificate': [
    {
      say: 'which-certificate',
      certificates: [
        { id: 'a', serial, expires },
        { id: 'b', serial: '77AB', expires: from },
      ],
    },
  ],
  'data-check': [
    { say: 'data-check', data, asOf: new Date('2026-11-12T03:00:00Z') },
    { say: 'data-check', data: { ...data, unit: '', phone: '' }, asOf: since },
  ],
  'data-taken': [{ say: 'data-taken', data, asOf: since }],
  'data-shown': [{ say: 'data-shown', data, asOf: since }],
  'data-confirmed': [{ say: 'data-confirmed' }],
  'change-ask': [[], ['position'] as const, ['position', 'unit', 'email'] as const].map((fields) => ({
    say: 'change-ask',
    fields,
  })),
  'change-invalid': FIELDS.flatMap((field) =>
    (['format', 'birth-date', 'length', 'empty', 'not-changeable'] as const).map((why) => ({
      say: 'change-invalid',
      field,
      why,
      value: '198013012005012004',
    })),
  ),
  'change-noted': [
    {
      say: 'change-noted',
      changes: [
        { field: 'position', from: data.position, to: 'Kepala Bidang Informatika' },
        { field: 'nip', from: data.nip, to: '198001022005012004' },
        { field: 'unit', from: '', to: 'Bidang Informatika' },
      ],
    },
  ],
  'change-letter-ask': [
    { say: 'change-letter-ask', renewal },
    { say: 'change-letter-ask', renewal, alone: true },
  ],
  'change-none': [{ say: 'change-none' }],
  'change-cancelled': [{ say: 'change-cancelled' }, { say: 'change-cancelled', asks: true }],
  'change-too-late': [{ say: 'change-too-late' }],
  'change-received': [{ say: 'change-received' }],
  'change-approved': both.map((recorded) => ({ say: 'change-approved', recorded })),
  'change-recorded': [{ say: 'change-recorded' }],
  'change-returned': REASONS.map((reason, at) => ({
    say: 'change-returned',
    reason,
    instruction: at % 2 ? instruction : '',
  })),
  'data-versioned': [{ say: 'data-versioned' }],
  'vouch-taken-back': [
    { say: 'vouch-taken-back', channel: 'telegram' },
    { say: 'vouch-taken-back', channel: 'mail' },
  ],
  'vouched-for': [
    { say: 'vouched-for', channel: 'telegram' },
    { say: 'vouched-for', channel: 'mail' },
  ],
  'email-changes': [{ say: 'email-changes', until: new Date('2026-11-20T07:30:00Z') }],
  'letter-ask': [
    { say: 'letter-ask', renewal },
    { say: 'letter-ask', renewal, again: true },
  ],
  'letter-reading': letters.map((letter) => ({ say: 'letter-reading', letter })),
  'letter-delayed': [{ say: 'letter-delayed' }],
  'letter-on-file': [...letters, 'both' as const].map((letter) => ({ say: 'letter-on-file', letter })),
  'letter-refused': LETTER_REFUSALS.flatMap((refused) =>
    letters.flatMap((letter) => [
      { say: 'letter-refused' as const, letter, refused },
      { say: 'letter-refused' as const, letter, refused, at: since },
    ]),
  ),
  'letter-void': [{ say: 'letter-void' }],
  'letter-which': [{ say: 'letter-which', name: 'scan.pdf' }],
  'letter-neither': [{ say: 'letter-neither', name: 'scan.pdf' }],
  'kept-for-operator': [{ say: 'kept-for-operator', name: 'SK.pdf' }],
  'kept-noted': [{ say: 'kept-noted', name: 'surat rekomendasi.pdf' }],
  'kept-ask': [
    { say: 'kept-ask', name: 'surat rekomendasi.pdf', document: 'd' },
    { say: 'kept-ask', name: 'surat rekomendasi.pdf', document: 'd', from: 'sekretaris@mail.example' },
  ],
  'kept-for-owner': [{ say: 'kept-for-owner', name: 'surat rekomendasi.pdf' }],
  'kept-taken-back': [{ say: 'kept-taken-back', name: 'surat rekomendasi.pdf' }],
  'kept-discarded': [{ say: 'kept-discarded' }],
  'key-ask': [{ say: 'key-ask' }],
  'key-received': [{ say: 'key-received' }],
  'key-refused': REQUEST_REFUSALS.map((refused) => ({ say: 'key-refused', refused })),
  'key-not-needed': [{ say: 'key-not-needed' }],
  'key-again': [{ say: 'key-again' }],
  'page-link': [{ say: 'page-link' }],
  'in-review': [{ say: 'in-review' }],
  returned: RETURN_TO.flatMap((to) => [
    { say: 'returned' as const, to, reason: 'letter-unsigned' as const, instruction },
    { say: 'returned' as const, to, reason: 'other' as const, instruction: '', at: since },
  ]),
  rejected: REASONS.flatMap((reason, at) => {
    const line = { say: 'rejected' as const, reason, instruction: at % 2 ? instruction : '' };
    return [line, { ...line, at: since }];
  }),
  deadline: (['letter', 'step', 'nothing'] as const).flatMap((of) => [
    { say: 'deadline' as const, of, expires, by: from },
    { say: 'deadline' as const, of, expires },
    { say: 'deadline' as const, of, expires: since, over: true as const },
  ]),
  approved: both.map((byHand) => ({ say: 'approved', byHand })),
  'issuance-held': [{ say: 'issuance-held' }],
  'record-corrected': [
    { say: 'record-corrected', serial },
    { say: 'record-corrected', from: since },
    { say: 'record-corrected', serial, from: since, until: expires, needless: true },
  ],
  issued: [
    ...both.flatMap((collect) =>
      [undefined, 'c'].map((certificate) => ({
        say: 'issued' as const,
        serial,
        from: since,
        until: new Date('2028-11-14T02:00:00Z'),
        collect,
        seen: certificate !== undefined,
        ...(certificate && { certificate }),
      })),
    ),
    { say: 'issued', from: since, until: since, collect: false, seen: false },
  ],
  'passphrase-ask': [{ say: 'passphrase-ask', email: data.email }],
  'link-resent': [{ say: 'link-resent', email: data.email }],
  'passphrase-noted': [{ say: 'passphrase-noted' }],
  'link-noted': (['missing', 'expired'] as const).map((state) => ({ say: 'link-noted', state })),
  'with-ca': [{ say: 'with-ca' }],
  'collected-confirm': [
    { say: 'collected-confirm', serial, expires, at: since },
    { say: 'collected-confirm', expires },
  ],
  'not-collected': [{ say: 'not-collected' }],
  'not-working-noted': (['kept', 'held', 'gone'] as const).map((old) => ({ say: 'not-working-noted', old })),
  completed: [
    ...both.map((revokesOld) => ({ say: 'completed' as const, revokesOld })),
    { say: 'completed', revokesOld: true, at: since },
  ],
  'key-lost-noted': [{ say: 'key-lost-noted' }],
  'key-replacement-approved': [{ say: 'key-replacement-approved' }],
  'key-replacement-refused': ['', instruction].map((each) => ({ say: 'key-replacement-refused', instruction: each })),
  greeting: [{ say: 'greeting' }, { say: 'greeting', name: data.name }],
  thanks: [{ say: 'thanks' }],
  ack: [
    { say: 'ack', awaits: 'applicant' },
    { say: 'ack', awaits: 'office' },
  ],
  'number-odd': [{ say: 'number-odd', digits: 17 }],
  help: [{ say: 'help' }],
  status: [
    ...WHATS.map((awaiting, at) => ({
      say: 'status' as const,
      number: '2026-000123',
      steps: [
        { activity: 1 as const, state: 'done' as const, at: new Date('2026-11-12T03:00:00Z') },
        { activity: 2 as const, state: 'done' as const, at: new Date('2026-11-13T03:00:00Z') },
        { activity: 3 as const, state: 'done' as const, at: since },
        { activity: 4 as const, state: 'not-needed' as const },
        { activity: 5 as const, state: 'now' as const },
        { activity: 6 as const, state: 'next' as const },
      ],
      awaiting,
      who:
        at < 9
          ? ('applicant' as const)
          : at < 17
            ? ('operator' as const)
            : at < 18
              ? ('nobody' as const)
              : ('issuer' as const),
      since,
      expires,
    })),
    { say: 'status', number: '2026-000123', steps: [], awaiting: 'nothing', who: 'nobody', since, expires },
    {
      say: 'status',
      number: '2026-000123',
      steps: [],
      awaiting: 'letter',
      who: 'applicant',
      since,
      expires,
      returned: { at: since, reason: 'letter-unsigned', instruction: 'Bubuhkan cap dinas.' },
    },
  ],
  'status-none': [{ say: 'status-none' }],
  'person-called': [{ say: 'person-called' }],
  'complaint-noted': [{ say: 'complaint-noted' }],
  'key-unseen': [{ say: 'key-unseen' }],
  'wrong-file-noted': [{ say: 'wrong-file-noted' }],
  'passed-on': [{ say: 'passed-on' }],
  'no-mailbox': [{ say: 'no-mailbox' }],
  'operator-here': [{ say: 'operator-here', operator: 'Rina' }],
  'handed-back': [{ say: 'handed-back' }],
  'from-operator': [
    { say: 'from-operator', operator: 'Rina', text: 'Selamat pagi, Bu Sari.\n\nSuratnya sudah kami terima.' },
  ],
  answer: [
    ...ANSWERS.map((to) => ({ say: 'answer' as const, to })),
    { say: 'answer', to: 'about-letter', again: true },
  ],
  'language-changed': [{ say: 'language-changed' }],
  'later-noted': [
    { say: 'later-noted', until: new Date('2026-11-24T01:00:00Z') },
    { say: 'later-noted', until: new Date('2026-11-24T01:00:00Z'), sooner: true },
  ],
  'later-sign-in': both.map((code) => ({ say: 'later-sign-in', code })),
  'withdraw-confirm': [{ say: 'withdraw-confirm' }],
  withdrawn: [{ say: 'withdrawn' }],
  'withdraw-too-late': [{ say: 'withdraw-too-late' }],
  'stop-confirm': [{ say: 'stop-confirm' }],
  stopped: [{ say: 'stopped' }],
  'not-me-confirm': [{ say: 'not-me-confirm' }],
  'not-me-noted': [{ say: 'not-me-noted' }],
  'left-confirm': (['left', 'retired', 'moved', 'died'] as const).map((why) => ({ say: 'left-confirm', why })),
  'left-noted': [{ say: 'left-noted' }],
  'key-lost-confirm': [{ say: 'key-lost-confirm' }],
  'device-lost-confirm': [{ say: 'device-lost-confirm' }],
  'device-lost-noted': [{ say: 'device-lost-noted' }],
  'revoke-why': [{ say: 'revoke-why' }],
  'revoke-which': [{ say: 'revoke-which', certificates: revocable }],
  'revoke-confirm': REVOCATION_REASONS.map((reason, at) => ({
    say: 'revoke-confirm',
    certificates: revocable.slice(at % 2),
    reason,
  })),
  'revocation-state': [
    ...STATES.map((state) => ({
      say: 'revocation-state' as const,
      certificates: [{ ...revocable[0]!, state, at: since }],
    })),
    ...STATES.map((state) => ({
      say: 'revocation-state' as const,
      certificates: [{ ...revocable[1]!, state }],
      afterHours: 72,
    })),
    {
      say: 'revocation-state',
      certificates: STATES.slice(0, 4).map((state, at) => ({ ...revocable[at % 2]!, state, at: since })),
      afterHours: 0,
    },
  ],
  'revoke-noted': [{ say: 'revoke-noted' }],
  'revoke-none': [{ say: 'revoke-none' }],
  'revoke-unsure': [{ say: 'revoke-unsure' }],
  'revoke-pending': [{ say: 'revoke-pending' }],
  'revoke-decided': [{ say: 'revoke-decided' }],
  'revoke-taken-back': [{ say: 'revoke-taken-back' }],
  'revoke-taken-back-elsewhere': (['mail', 'telegram'] as const).map((channel) => ({
    say: 'revoke-taken-back-elsewhere',
    channel,
    at: since,
  })),
  'revoke-not-from-here': [{ say: 'revoke-not-from-here' }],
  'revoke-held': [{ say: 'revoke-held' }],
  'revoke-held-elsewhere': [
    { say: 'revoke-held-elsewhere', serial, at: since },
    { say: 'revoke-held-elsewhere', at: since },
  ],
  'loss-heard': [{ say: 'loss-heard' }],
  'change-unheard': [{ say: 'change-unheard' }],
  'revoke-held-by-operator': [
    { say: 'revoke-held-by-operator', serial, at: since },
    { say: 'revoke-held-by-operator', at: since },
  ],
  'revoke-held-late': [{ say: 'revoke-held-late', serial, at: since }],
  'revoke-not-asked': [{ say: 'revoke-not-asked' }],
  revoked: [...REVOCATION_REASONS, 'superseded' as const].map((reason) => ({
    say: 'revoked',
    serials: reason === 'keyCompromise' ? [serial, undefined] : [serial],
    at: since,
    reason,
  })),
  'revocation-refused': [
    { say: 'revocation-refused', serial, at: since, instruction },
    { say: 'revocation-refused', serial, at: since, instruction, held: true },
  ],
  'kept-going': [{ say: 'kept-going' }],
  'secret-warning': both.map((deleted) => ({ say: 'secret-warning', deleted })),
  'key-warning': both.map((deleted) => ({ say: 'key-warning', deleted })),
  'not-understood': [{ say: 'not-understood' }],
  'not-understood-again': [{ say: 'not-understood-again' }],
  odd: (['sticker', 'voice', 'photo', 'video', 'location', 'contact', 'edited', 'forwarded', 'other'] as const).map(
    (kind) => ({
      say: 'odd',
      kind,
    }),
  ),
  empty: [{ say: 'empty' }],
  'text-too-long': [{ say: 'text-too-long', limit: 4000 }],
  'file-too-large': [{ say: 'file-too-large', limitMegabytes: 10 }],
  'too-many-files': [{ say: 'too-many-files', limit: 10 }],
  'letter-missing': (['recommendation', 'change'] as const).map((letter) => ({ say: 'letter-missing', letter })),
  'file-missing': [{ say: 'file-missing' }],
  'file-unknown': (['word', 'archive', 'other'] as const).map((kind) => ({
    say: 'file-unknown',
    kind,
    names: ['surat.x'],
  })),
  'file-refused': LETTER_REFUSALS.map((refused) => ({ say: 'file-refused', name: 'scan.pdf', refused })),
  'file-lost': [{ say: 'file-lost' }],
  'choice-stale': [{ say: 'choice-stale' }],
  'choice-foreign': [{ say: 'choice-foreign' }],
  'message-late': [{ say: 'message-late', at: since }],
  'question-outdated': [{ say: 'question-outdated' }],
  refused: REFUSALS.map((refused) => ({ say: 'refused', refused })),
  over: OUTCOMES.map((outcome) => ({ say: 'over', outcome })),
  resumed: [{ say: 'resumed' }],
  reminder: [
    ...WHATS.map((what, at) => ({ say: 'reminder' as const, what, count: 1 + (at % 3), expires })),
    { say: 'reminder', what: 'letter', count: 1, expires, alone: true },
  ],
  'still-waiting': [
    ...STILL_WAITING.map((what) => ({ say: 'still-waiting' as const, what })),
    { say: 'still-waiting', what: 'letter', again: true },
  ],
  lapsed: [{ say: 'lapsed' }],
  'group-only-private': [{ say: 'group-only-private' }],
  'try-later': [{ say: 'try-later' }],
  'operator-ping': [
    { say: 'operator-ping', waiting: 1, what: 'review' },
    { say: 'operator-ping', waiting: 3, what: 'unplaced' },
    { say: 'operator-ping', waiting: 3, what: 'call-lost' },
  ],
};

export const everyLine: readonly Line[] = Object.values(samples).flat();
