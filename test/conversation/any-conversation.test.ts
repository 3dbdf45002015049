import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { render } from '../../src/conversation/render.ts';
import type { RenewalEvent } from '../../src/renewal/event.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, seen, type Told } from '../renewal/scenario.ts';
import { applicant, DATA, days, hash, NOW, pdf, Talk } from './talk.ts';

/** Whatever people say in whatever order, while the office does whatever it does. */
const MEANINGS: readonly Meaning[] = [
  { means: 'yes' },
  { means: 'no' },
  { means: 'wrong', fields: [] },
  { means: 'wrong', fields: ['unit'] },
  { means: 'change', changes: { position: 'Kepala Seksi' } },
  { means: 'change', changes: { position: DATA.position } },
  { means: 'change', changes: { phone: '12', email: 'baru@agency.go.id' } },
  { means: 'that-is-all' },
  { means: 'more' },
  { means: 'cancel-change' },
  { means: 'not-now' },
  { means: 'help' },
  { means: 'person' },
  { means: 'status' },
  { means: 'language', to: 'en' },
  { means: 'withdraw' },
  { means: 'stop' },
  { means: 'secret' },
  { means: 'how-long' },
  { means: 'forgotten-passphrase' },
  { means: 'is-it-real' },
  { means: 'greeting' },
  { means: 'thanks' },
  { means: 'not-me' },
  { means: 'left', why: 'retired' },
  { means: 'device-lost' },
  { means: 'key-lost' },
  { means: 'revoke' },
  { means: 'keep-certificate' },
  { means: 'unused' },
  { means: 'number', kind: 'nip', value: DATA.nip },
  { means: 'new-code' },
  { means: 'renew' },
  { means: 'resume' },
  { means: 'page' },
  { means: 'collected' },
  { means: 'letter-is', letter: 'change' },
  { means: 'letter-is', letter: 'recommendation' },
  { means: 'certificate', id: 'c1' },
  { means: 'unknown' },
];
const OFFICE: readonly Told[] = [
  { is: 'letter-read', document: 'd1', remarks: [] },
  { is: 'letter-read', document: 'd2', refused: 'encrypted', remarks: [] },
  { is: 'change-approved', content: 'seen', by: 'op1' },
  { is: 'change-returned', content: 'seen', reason: 'other', instruction: '' },
  { is: 'data-versioned', version: 'elsewhere' },
  { is: 'approved', content: 'seen', by: 'op1' },
  { is: 'returned', content: 'seen', to: 'key', reason: 'key-unsuitable', instruction: '' },
  { is: 'issued', certificate: 'c2', serial: '0b', evidence: 'certificate' },
  { is: 'key-replacement-approved' },
  { is: 'reminded' },
  { is: 'silence-told' },
  { is: 'lapsed' },
  { is: 'certificate-revoked' },
];
const REQUEST = {
  document: 'q1',
  hash: 'hq',
  name: 'csr.pem',
  kind: 'request',
  request: { ok: true, spki: 'k1' },
} as const;

type Said = {
  readonly meanings: readonly Meaning[];
  readonly enclosed: readonly (ReturnType<typeof pdf> | typeof REQUEST)[];
};
type Happening = Told | Said;

const message: fc.Arbitrary<Said> = fc.record({
  meanings: fc.array(fc.constantFrom(...MEANINGS), { maxLength: 3 }),
  enclosed: fc.subarray([pdf('d1'), pdf('d2', 'perubahan.pdf'), REQUEST], { maxLength: 2 }),
});
const happening = fc.oneof<fc.MaybeWeightedArbitrary<Happening>[]>(
  { weight: 3, arbitrary: message },
  fc.constantFrom(...OFFICE),
);
/** A good way into the procedure, from which things then go as they go. */
const WAY: readonly Happening[] = [
  { meanings: [{ means: 'renew' }], enclosed: [] },
  { meanings: [{ means: 'yes' }], enclosed: [] },
  { meanings: [], enclosed: [pdf('d1')] },
  { is: 'letter-read', document: 'd1', remarks: [] },
  { meanings: [], enclosed: [REQUEST] },
  { is: 'approved', content: 'seen', by: 'op1' },
  { is: 'issued', certificate: 'c2', serial: '0b', evidence: 'certificate' },
];
const course = fc
  .tuple(fc.integer({ min: 0, max: WAY.length }), fc.array(happening, { maxLength: 25 }))
  .map(([far, rest]) => [...WAY.slice(0, far), ...rest]);

const CERTIFICATES = [
  { id: 'c1', serial: '0a', expires: days(20), state: 'valid', hasSuccessor: false },
  { id: 'c2', serial: '0b', from: NOW, expires: days(700), state: 'valid', hasSuccessor: false },
] as const;
const CONTEXT = {
  agency: { name: 'Diskominfo', phone: '0751 1', address: 'Jalan 1', page: 'agency.go.id' },
  timeZone: 'Asia/Jakarta',
  officeHours: 'Mon-Fri 07:30-16:00',
  name: DATA.name,
  number: '2026-000001',
};

function play(talk: Talk, happenings: readonly Happening[], check: () => void): void {
  for (const happened of happenings) {
    if ('is' in happened) {
      if (!isRefusal(step(talk.renewal, event(seen(talk.renewal, happened), 1)))) talk.happens(happened);
      continue;
    }
    talk.receives(happened);
    check();
  }
}

describe('any conversation', () => {
  it('can be said in every language and on every channel, and its events all apply', () => {
    fc.assert(
      fc.property(course, fc.constantFrom('telegram' as const, 'mail' as const), (happenings, channel) => {
        const talk = new Talk({
          channel,
          proven: 'reply',
          who: applicant({ certificates: CERTIFICATES }),
          renewal: 'opened',
        });
        play(talk, happenings, () => {
          const { say, acts } = talk.last!;
          // What comes next is then said by whoever opens the renewal.
          const opens = acts.some(({ act }) => act === 'start-renewal');
          expect(say.length > 0 || opens).toBe(true);
          for (const language of ['id', 'en'] as const)
            if (say.length > 0) render(say, { ...CONTEXT, channel, language });
        });
      }),
    );
  });

  it('without proof brings only what needs none', () => {
    const harmless = new Set<RenewalEvent['is']>(['document-kept', 'quiet-asked']);
    fc.assert(
      fc.property(course, fc.constantFrom('telegram' as const, 'mail' as const), (happenings, channel) => {
        const talk = new Talk({ channel, who: applicant({ certificates: CERTIFICATES }), renewal: 'opened' });
        play(talk, happenings, () => {
          expect(talk.last!.say.length).toBeGreaterThan(0);
          for (const { event } of talk.last!.events) expect(harmless).toContain(event.is);
          for (const { act } of talk.last!.acts)
            expect(['bind', 'start-renewal', 'resume-renewal', 'stop-writing']).not.toContain(act);
          for (const { say } of talk.last!.say)
            expect(['data-check', 'change-noted', 'page-link', 'key-ask', 'key-again']).not.toContain(say);
        });
      }),
    );
  });

  it('confirms the data only by a message that says yes and nothing against it', () => {
    fc.assert(
      fc.property(course, (happenings) => {
        const talk = new Talk({ proven: 'code', who: applicant({ certificates: CERTIFICATES }), renewal: 'opened' });
        for (const happened of happenings) {
          if ('is' in happened) continue;
          const shown = talk.question?.what === 'data-check';
          talk.receives(happened);
          if (!talk.events.includes('data-confirmed')) continue;
          const means = happened.meanings.map((meaning) => meaning.means);
          expect(shown).toBe(true);
          expect(means).toContain('yes');
          for (const against of ['no', 'wrong', 'change', 'not-now', 'withdraw', 'person', 'secret'] as const)
            expect(means).not.toContain(against);
        }
        expect(talk.renewal.version).toBe(hash(DATA));
      }),
    );
  });
});
