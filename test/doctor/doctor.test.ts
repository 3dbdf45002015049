import { describe, expect, test } from 'vitest';
import { asJson, createDoctor, type Examination, isSound } from '../../src/doctor/doctor.ts';
import { type Check, PARTS, type Part } from '../../src/doctor/finding.ts';
import { CODES, gravest, inWords, levelOf, partInWords } from '../../src/doctor/words.ts';
import { Fault } from '../../src/fault.ts';

const START = new Date('2027-01-15T03:00:00Z');
const fine: Check = async (report) => report('off');
function doctorWith(
  checks: Partial<Record<Part, Check>>,
  lease = { acquire: async () => true, release: async () => {} },
) {
  const all = Object.fromEntries(PARTS.map((part) => [part, { check: checks[part] ?? fine, limitMs: 50 }]));
  return createDoctor({ checks: all as never, clock: () => START, lease });
}
async function examined(checks: Partial<Record<Part, Check>>): Promise<Examination> {
  const begun = await doctorWith(checks).examine();
  if (begun === 'busy') throw new Error('busy');
  return begun.done;
}
const codesOf = ({ parts }: Examination, part: Part) =>
  parts.find((each) => each.part === part)!.findings.map(({ code }) => code);

describe('an examination', () => {
  test('goes on when one part fails, and keeps what it had found before', async () => {
    const examination = await examined({
      mail: async (report) => {
        report('imap-ok', { host: 'x', security: 'x' });
        throw new Fault('mail', 'kata-sandi-rahasia');
      },
      telegram: async () => {
        throw Object.assign(new Error('kata-sandi-rahasia'), { code: 'EBROKEN' });
      },
    });
    expect(codesOf(examination, 'mail')).toEqual(['imap-ok', 'not-examined']);
    expect(codesOf(examination, 'telegram')).toEqual(['not-examined']);
    expect(codesOf(examination, 'keys')).toEqual(['off']);
    expect(JSON.stringify(asJson(examination, 'Asia/Jakarta'))).not.toContain('rahasia');
  });

  test('does not wait for a part that hangs, tells it to stop, and takes nothing from it afterwards', async () => {
    let told = false;
    let late = () => {};
    const examination = await examined({
      mail: (report, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            told = true;
          });
          late = () => {
            report('mail-arrived', { seconds: 1 });
            resolve();
          };
        }),
    });
    late();
    expect(told).toBe(true);
    expect(codesOf(examination, 'mail')).toEqual(['timed-out']);
    expect(isSound(examination)).toBe(false);
  });

  test('can be watched while it runs, and is there to be read afterwards', async () => {
    let finish = () => {};
    const doctor = doctorWith({ mail: () => new Promise((resolve) => (finish = resolve)) });
    const seen: number[] = [];
    expect(doctor.latest()).toBeUndefined();
    const begun = await doctor.examine(({ parts }) => seen.push(parts.filter(({ done }) => done).length));
    expect(doctor.latest()).toMatchObject({ startedAt: START });
    expect(doctor.latest()).not.toHaveProperty('finishedAt');
    finish();
    if (begun !== 'busy') expect(await begun.done).toBe(doctor.latest());
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(PARTS.length);
  });

  test('is one at a time, here and over all processes; without a database nobody can say who else does', async () => {
    let finish = () => {};
    const doctor = doctorWith({ mail: () => new Promise((resolve) => (finish = resolve)) });
    const begun = await doctor.examine();
    expect(await doctor.examine()).toBe('busy');
    finish();
    if (begun !== 'busy') await begun.done;
    expect(await doctor.examine()).not.toBe('busy');
    finish();
    const taken = doctorWith({}, { acquire: async () => false, release: async () => {} });
    expect(await taken.examine()).toBe('busy');
    expect(await taken.examine()).toBe('busy');
    const away = { acquire: () => Promise.reject(new Error('away')), release: () => Promise.reject(new Error('away')) };
    const alone = await doctorWith({}, away).examine();
    expect(alone).not.toBe('busy');
    if (alone !== 'busy') expect((await alone.done).finishedAt).toEqual(START);
  });
});

describe('words', () => {
  test('whatever is wrong or to be looked at says how to mend it, in whole sentences', () => {
    for (const code of CODES) {
      const { says, todo } = inWords({ code, values: {} }, 'Asia/Jakarta');
      expect(says).toMatch(/[.]$/);
      const serious = ['warning', 'wrong'].includes(levelOf({ code }));
      expect([code, todo !== undefined]).toEqual([code, serious]);
    }
  });

  test('are of the office: its dates, its numbers; and a warning is no failure', () => {
    const until = new Date('2027-02-01T20:00:00Z');
    const finding = { code: 'certificate-ends', values: { host: 'mx.example', until, days: 17 } } as const;
    expect(inWords(finding, 'Asia/Jakarta').says).toContain('2 Februari 2027');
    expect(inWords({ code: 'mail-arrived', values: { seconds: 1.25 } }, 'Asia/Jakarta').says).toContain('1,3 detik');
    expect(gravest([finding, { code: 'off', values: {} }])).toBe('warning');
    expect(gravest([])).toBe('good');
    const text = partInWords('mail', [finding, { code: 'mail-in-junk', values: {} }], 'Asia/Jakarta');
    expect(text).toMatch(/^Email\n {3}! .*\[certificate-ends\]\n {5}→ .*\n {2}!! .*\[mail-in-junk\]\n {5}→ /);
  });

  test('for programs there are the codes, the values and the same words', async () => {
    const json = asJson(await examined({ mail: async (report) => report('mail-in-junk') }), 'Asia/Jakarta');
    expect(json).toMatchObject({ ok: false, startedAt: START, finishedAt: START });
    expect(json.parts.find(({ part }) => part === 'mail')).toMatchObject({
      level: 'wrong',
      findings: [{ code: 'mail-in-junk', level: 'wrong', says: expect.any(String), todo: expect.any(String) }],
    });
  });
});
