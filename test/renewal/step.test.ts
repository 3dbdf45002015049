import { describe, expect, it } from 'vitest';
import { awaited } from '../../src/renewal/awaited.ts';
import { changeApprovalsNeeded, refusedLetters } from '../../src/renewal/content.ts';
import { isRefusal, step } from '../../src/renewal/step.ts';
import { event, opened, scenario, type Told } from './scenario.ts';

const SIGNED_IN: Told = { is: 'signed-in', method: 'code' };
const CONFIRMED: Told = { is: 'data-confirmed', version: 'v1' };
const LETTER: Told = { is: 'letter-received', letter: 'recommendation', document: 'd1', hash: 'h1', name: 'surat.pdf' };
const READ: Told = { is: 'letter-read', document: 'd1', remarks: [] };
const KEY: Told = { is: 'key-received', request: 'q1', spki: 'k1' };
const APPROVED: Told = { is: 'approved', content: 'seen', by: 'op1' };
const ISSUED: Told = { is: 'issued', certificate: 'c2', serial: '02', evidence: 'certificate' };
const CHANGE: Told = { is: 'change-proposed', fields: { position: 'Kepala Seksi' }, version: 'v2', complete: true };
const CHANGE_LETTER: Told = {
  is: 'letter-received',
  letter: 'change',
  document: 'd2',
  hash: 'h2',
  name: 'perubahan.pdf',
};
const CHANGE_READ: Told = { is: 'letter-read', document: 'd2', remarks: [] };
const CHANGE_APPROVED: Told = { is: 'change-approved', content: 'seen', by: 'op1' };
const COMPLETE = [SIGNED_IN, CONFIRMED, LETTER, READ, KEY];
const whats = (renewal: Parameters<typeof awaited>[0]) => awaited(renewal).map(({ who, what }) => `${who} ${what}`);

describe('what the reader found against a letter', () => {
  const REFUSED: Told = { is: 'letter-read', document: 'd1', refused: 'encrypted', remarks: [] };
  const CHANGE_REFUSED: Told = { is: 'letter-read', document: 'd2', refused: 'gone from the list', remarks: [] };
  const found = (...told: Told[]) =>
    refusedLetters(scenario().given(SIGNED_IN, ...told).renewal).map(({ letter, refused }) => [letter, refused]);

  it('is known until another letter of its kind comes', () => {
    expect(found(CONFIRMED, LETTER)).toEqual([]);
    expect(found(CONFIRMED, LETTER, REFUSED)).toEqual([['recommendation', 'encrypted']]);
    expect(found(CONFIRMED, LETTER, REFUSED, { ...LETTER, document: 'd3', hash: 'h3' })).toEqual([]);
  });

  it('is kept for each letter, in the words of today', () => {
    expect(found(CHANGE, CHANGE_LETTER, LETTER, REFUSED, CHANGE_REFUSED)).toEqual([
      ['change', 'unreadable'],
      ['recommendation', 'encrypted'],
    ]);
    const again = { ...CHANGE_LETTER, document: 'd4', hash: 'h4' };
    expect(found(CHANGE, CHANGE_LETTER, LETTER, REFUSED, CHANGE_REFUSED, again)).toEqual([
      ['recommendation', 'encrypted'],
    ]);
    expect(found(CHANGE, CHANGE_LETTER, CHANGE_REFUSED, { is: 'change-cancelled' })).toEqual([]);
  });
});

describe('the course of a renewal', () => {
  it('asks for one thing after another', () => {
    const course: [Told, string][] = [
      [SIGNED_IN, 'applicant data-check'],
      [CONFIRMED, 'applicant letter'],
      [LETTER, 'system reading'],
      [READ, 'applicant key'],
      [KEY, 'operator review'],
      [APPROVED, 'issuer issuance'],
      [ISSUED, 'applicant collect'],
    ];
    const events = course.map(([told]) => told);
    expect(whats(opened())).toEqual(['applicant sign-in']);
    for (const [index, [, expected]] of course.entries()) {
      expect(whats(scenario().given(...events.slice(0, index + 1)).renewal)).toEqual([expected]);
    }
  });

  it("asks AMS for a certificate by an operator's hand, without a key of the applicant", () => {
    const rules = { needsCsr: false };
    const { renewal, when } = scenario(rules).given(SIGNED_IN, CONFIRMED, LETTER, READ, APPROVED);
    expect(whats(renewal)).toEqual(['operator packet']);
    when(ISSUED).gives((after, effects) => {
      expect(after.outcome).toBe('completed');
      expect(effects).toEqual([{ do: 'revoke-old' }]);
    });
  });

  it('knows since when somebody is awaited', () => {
    const { renewal } = scenario().given(SIGNED_IN, CONFIRMED);
    expect(awaited(renewal)[0]?.since).toEqual(renewal.facts.data?.at);
  });
});

describe('the applicant', () => {
  it('does nothing that counts before he is signed in', () => {
    for (const told of [CONFIRMED, CHANGE, LETTER, KEY, { is: 'withdrawn' } as const])
      scenario().given().when(told).refused('not-signed-in');
  });

  it('confirms only the data that is current', () => {
    scenario().given(SIGNED_IN).when({ is: 'data-confirmed', version: 'v0' }).refused('outdated');
  });

  it('may send a document before anything else, and use it when it is time', () => {
    const kept: Told = { is: 'document-kept', document: 'd1', hash: 'h1', name: 'surat.pdf' };
    const early = scenario().given(kept, SIGNED_IN, CONFIRMED);
    expect(whats(early.renewal)).toEqual(['applicant kept-letter']);
    early.when({ is: 'kept-used', document: 'd1' }).gives((after, effects) => {
      expect(after.facts.kept).toEqual([]);
      expect(effects).toEqual([{ do: 'read-letter', document: 'd1', letter: 'recommendation' }]);
    });
  });

  it('sends another document in answer to whether a kept one is the letter: that is a no', () => {
    const kept: Told = { is: 'document-kept', document: 'd1', hash: 'h1', name: 'surat.pdf' };
    const more: Told = { is: 'document-kept', document: 'd2', hash: 'h2', name: 'sk.pdf' };
    scenario()
      .given(kept, more, SIGNED_IN, CONFIRMED)
      .when({ is: 'letter-received', letter: 'recommendation', document: 'd3', hash: 'h3', name: 'sr.pdf' })
      .gives((after) => expect(after.facts.kept.map(({ document }) => document)).toEqual(['d2']));
  });

  it('sends the letter that is on file once more: it is not kept, to be asked about when that one goes back', () => {
    const file = { hash: 'h1', name: 'sr.pdf' };
    scenario()
      .given(SIGNED_IN, CONFIRMED, { is: 'letter-received', letter: 'recommendation', document: 'd1', ...file })
      .when({ is: 'document-kept', document: 'd2', ...file })
      .refused('already');
  });

  it('withdraws until the certificate is asked for', () => {
    scenario()
      .given(...COMPLETE)
      .when({ is: 'withdrawn' })
      .gives((after) => expect(after.outcome).toBe('withdrawn'));
    scenario()
      .given(...COMPLETE, APPROVED)
      .when({ is: 'withdrawn' })
      .refused('issuing');
  });

  it('replaces his key until the certificate is asked for', () => {
    const other: Told = { is: 'key-received', request: 'q2', spki: 'k2' };
    scenario()
      .given(...COMPLETE)
      .when(other)
      .gives((after) => expect(after.facts.key?.spki).toBe('k2'));
    scenario()
      .given(...COMPLETE, APPROVED)
      .when(other)
      .refused('not-now');
  });

  it('is no longer silent once he does something', () => {
    const silent = scenario().given(SIGNED_IN, { is: 'reminded' });
    expect(silent.renewal.facts.reminders?.count).toBe(1);
    silent.when(CONFIRMED).gives((after) => expect(after.facts.reminders).toBeUndefined());
  });
});

describe('a data change', () => {
  it('awaits both letters at once', () => {
    expect(whats(scenario().given(SIGNED_IN, CHANGE).renewal)).toEqual(['applicant change-letter', 'applicant letter']);
  });

  it('is adopted with its approval, and the letter written for it stands', () => {
    const letter = scenario().given(SIGNED_IN, CHANGE, LETTER, CHANGE_LETTER, READ, CHANGE_READ);
    letter.when(CHANGE_APPROVED).gives((after, effects) => {
      expect(after.version).toBe('v2');
      expect(after.facts).toMatchObject({
        data: { version: 'v2' },
        letter: { version: 'v2' },
        changed: [{ fields: ['position'] }],
      });
      expect(effects).toEqual([{ do: 'adopt-data', fields: { position: 'Kepala Seksi' }, version: 'v2' }]);
      expect(whats(after)).toEqual(['applicant key']);
    });
  });

  it('makes a letter for the old data void', () => {
    const { renewal } = scenario().given(
      SIGNED_IN,
      CONFIRMED,
      LETTER,
      READ,
      CHANGE,
      CHANGE_LETTER,
      CHANGE_READ,
      CHANGE_APPROVED,
    );
    expect(renewal.facts.letter).toBeUndefined();
    expect(whats(renewal)).toEqual(['applicant letter']);
  });

  it('with AMS counts only once it is recorded there', () => {
    const approved = scenario({ entersAms: true }).given(
      SIGNED_IN,
      CHANGE,
      CHANGE_LETTER,
      CHANGE_READ,
      CHANGE_APPROVED,
    );
    expect(approved.renewal.version).toBe('v1');
    expect(whats(approved.renewal)[0]).toBe('operator change-record');
    approved.when({ is: 'change-recorded' }).gives((after) => expect(after.version).toBe('v2'));
    approved.when({ is: 'change-cancelled' }).refused('not-now');
    approved
      .when({ is: 'data-versioned', version: 'v2' })
      .gives((after) => expect(after.facts.changed).toHaveLength(1));
  });

  it('of the e-mail needs two operators where one vouched for the person', () => {
    const email: Told = {
      is: 'change-proposed',
      fields: { email: 'baru@agency.go.id' },
      version: 'v2',
      complete: true,
    };
    const vouched: Told = { is: 'signed-in', method: 'vouched', by: 'op1' };
    const one = scenario().given(vouched, email, CHANGE_LETTER, CHANGE_READ, { ...CHANGE_APPROVED, by: 'op2' });
    expect(whats(one.renewal)[0]).toBe('operator change-review');
    one.when({ ...CHANGE_APPROVED, by: 'op2' }).refused('same-operator');
    one.when({ ...CHANGE_APPROVED, by: 'op1' }).gives((after) => expect(after.version).toBe('v2'));
    // Taken back it is no reason for two any more.
    const other: Told = { ...CHANGE, dropped: ['email'], version: 'v3' };
    const dropped = scenario().given(vouched, { ...email, complete: false }, other);
    expect(dropped.renewal.facts.change?.fields).toEqual({ position: 'Kepala Seksi' });
    expect(changeApprovalsNeeded(dropped.renewal)).toBe(1);
  });

  it('that is overtaken by other data is put to the person again', () => {
    const { renewal } = scenario().given(SIGNED_IN, CHANGE, CHANGE_LETTER, CHANGE_READ, {
      is: 'data-versioned',
      version: 'v9',
    });
    expect(renewal.facts.change).toMatchObject({ fields: { position: 'Kepala Seksi' }, complete: false });
    expect(renewal.facts.change?.letter).toBeUndefined();
    expect(whats(renewal)).toEqual(['applicant change-values']);
  });

  it('opened after the confirmation takes it back', () => {
    const { renewal } = scenario().given(SIGNED_IN, CONFIRMED, { is: 'change-opened' }, { is: 'change-cancelled' });
    expect(whats(renewal)).toEqual(['applicant data-check']);
  });
});

describe('a decision', () => {
  it('counts only for what the operator saw', () => {
    scenario()
      .given(...COMPLETE)
      .when({ ...APPROVED, content: 'v1|h1|another key' })
      .refused('outdated');
  });

  it('is made again when the issuer would not sign', () => {
    const refused = scenario().given(...COMPLETE, APPROVED, { is: 'issuance-refused' });
    expect(whats(refused.renewal)).toEqual(['operator review']);
    refused.when({ is: 'issuance-refused' }).refused('not-now');
    refused.when(APPROVED).gives((_after, effects) => {
      expect(effects).toEqual([{ do: 'issue', content: 'v1|h1|k1', number: 2 }]);
    });
  });

  it('leaves the applicant free to withdraw when the issuer would not sign, until one may come after all', () => {
    const gone = [...COMPLETE, APPROVED, { is: 'issuance-refused' }] as const;
    for (const is of ['withdrawn', 'not-applicant'] as const) {
      scenario()
        .given(...gone)
        .when({ is })
        .gives((after) => expect(after.outcome).toBe(is));
      scenario()
        .given(...COMPLETE, APPROVED)
        .when({ is })
        .refused('issuing');
      // Asked for again: the first refusal says nothing of the second request.
      scenario()
        .given(...gone, APPROVED)
        .when({ is })
        .refused('issuing');
      scenario()
        .given(...gone, APPROVED, { is: 'issuance-refused' })
        .when({ is })
        .gives((after) => expect(after.outcome).toBe(is));
      // The signer's intent is on record: nobody can say that nothing comes of it.
      scenario()
        .given(...COMPLETE, APPROVED, { is: 'issuance-refused', intended: true })
        .when({ is })
        .refused('issuing');
    }
  });

  it('takes two different operators with four eyes', () => {
    const first = scenario({ fourEyes: true }).given(...COMPLETE, APPROVED);
    expect(first.renewal.facts.issuances).toBe(0);
    first.when(APPROVED).refused('same-operator');
    first.when({ ...APPROVED, by: 'op2' }).gives((after, effects) => {
      expect(effects).toEqual([{ do: 'issue', content: 'v1|h1|k1', number: 1 }]);
      expect(whats(after)).toEqual(['issuer issuance']);
    });
  });

  it('is never made alone by the operator who entered the facts himself', () => {
    const vouched = scenario().given({ is: 'signed-in', method: 'vouched', by: 'op1' }, CONFIRMED, LETTER, READ, KEY);
    vouched.when(APPROVED).refused('same-operator');
    const later = scenario().given(
      { is: 'signed-in', method: 'code' },
      { is: 'signed-in', method: 'vouched', by: 'op1' },
      CONFIRMED,
      LETTER,
      READ,
      KEY,
    );
    later.when(APPROVED).refused('same-operator');
    later.when({ ...APPROVED, by: 'op2' }).gives((_after, effects) => expect(effects).toHaveLength(1));
    const replaced = scenario().given(
      { is: 'signed-in', method: 'vouched', by: 'op1' },
      { is: 'signed-in', method: 'code' },
      CONFIRMED,
      LETTER,
      READ,
      KEY,
    );
    replaced.when(APPROVED).refused('same-operator');
    // A chat that was vouched for in another renewal: it is not known here by whom, so two decide.
    const elsewhere = scenario().given({ is: 'signed-in', method: 'vouched' }, CONFIRMED, LETTER, READ, KEY, APPROVED);
    elsewhere.when(APPROVED).refused('same-operator');
    elsewhere.when({ ...APPROVED, by: 'op2' }).gives((_after, effects) => expect(effects).toHaveLength(1));
    vouched.when({ ...APPROVED, by: 'op2' }).gives((_after, effects) => expect(effects).toHaveLength(1));
  });

  it.each([
    ['data', [SIGNED_IN, { ...CONFIRMED, by: 'op1' }, LETTER, READ, KEY]],
    ['letter', [SIGNED_IN, CONFIRMED, { ...LETTER, by: 'op1' }, READ, KEY]],
    ['key', [SIGNED_IN, CONFIRMED, LETTER, READ, { ...KEY, by: 'op1' }]],
  ] as [string, Told[]][])('is never made alone by the operator who brought the %s', (_, told) => {
    const entered = scenario().given(...told);
    entered.when(APPROVED).refused('same-operator');
    entered.when({ ...APPROVED, by: 'op2' }).gives((_after, effects) => expect(effects).toHaveLength(1));
  });

  it.each([
    ['proposed it', [SIGNED_IN, { ...CHANGE, by: 'op1' }, CHANGE_LETTER, CHANGE_READ]],
    ['brought its letter', [SIGNED_IN, CHANGE, { ...CHANGE_LETTER, by: 'op1' }, CHANGE_READ]],
  ] as [string, Told[]][])('about a change is never made alone by the operator who %s', (_, told) => {
    const entered = scenario().given(...told);
    entered.when(CHANGE_APPROVED).refused('same-operator');
    entered.when({ ...CHANGE_APPROVED, by: 'op2' }).gives((after) => expect(after.version).toBe('v2'));
  });

  it('that returns takes back one thing, and is answered by it', () => {
    const back: Told = { is: 'returned', content: 'seen', to: 'letter', reason: 'letter-unsigned', instruction: 'x' };
    const returned = scenario().given(...COMPLETE, back);
    expect(returned.renewal.facts).toMatchObject({
      data: { version: 'v1' },
      key: { spki: 'k1' },
      returned: { reason: 'letter-unsigned' },
    });
    returned
      .when({ ...LETTER, document: 'd5', hash: 'h5' })
      .gives((after) => expect(after.facts.returned).toBeUndefined());
  });

  it('that returns leaves no approval from before, and of no key where the applicant makes none', () => {
    const words = { content: 'seen', reason: 'letter-unsigned', instruction: 'x', by: 'op2' } as const;
    const once = scenario({ fourEyes: true }).given(...COMPLETE, APPROVED);
    for (const to of ['data', 'letter', 'key'] as const)
      once.when({ is: 'returned', to, ...words }).gives((after) => expect(after.facts.approvals).toEqual([]));
    const change = scenario({ fourEyes: true }).given(SIGNED_IN, CHANGE, CHANGE_LETTER, CHANGE_READ, CHANGE_APPROVED);
    expect(change.renewal.facts.change?.approvals).toHaveLength(1);
    change
      .when({ is: 'change-returned', ...words })
      .gives((after) => expect(after.facts.change?.approvals).toEqual([]));
    scenario({ needsCsr: false })
      .given(SIGNED_IN, CONFIRMED, LETTER, READ)
      .when({ is: 'returned', to: 'key', ...words })
      .refused('not-now');
  });

  it('without an operator is a fault of the program', () => {
    const { renewal } = scenario().given(...COMPLETE);
    const nobody = { ...event({ is: 'approved', content: 'x' }, 1), mark: event(SIGNED_IN, 1).mark };
    expect(() => step(renewal, nobody)).toThrow('a decision without an operator');
  });
});

describe('after issuance', () => {
  const issued = [...COMPLETE, APPROVED, ISSUED];

  it('the old certificate goes once the new one was collected', () => {
    scenario()
      .given(...issued)
      .when({ is: 'collected' })
      .gives((after, effects) => {
        expect(after.outcome).toBe('completed');
        expect(effects).toEqual([{ do: 'revoke-old' }]);
      });
  });

  it('a lost key is replaced without a new letter, with a second issuance', () => {
    const replaced = scenario().given(...issued, { is: 'key-lost' }, { is: 'key-replacement-approved' });
    expect(whats(replaced.renewal)).toEqual(['applicant key']);
    const again = scenario().given(...issued, { is: 'key-lost' }, { is: 'key-replacement-approved' }, {
      ...KEY,
      spki: 'k2',
    } as Told);
    again
      .when(APPROVED)
      .gives((_after, effects) => expect(effects).toEqual([{ do: 'issue', content: 'v1|h1|k2', number: 2 }]));
  });

  it('nothing lapses, and new data does not touch what was approved', () => {
    scenario()
      .given(...issued)
      .when({ is: 'lapsed' })
      .refused('not-now');
    scenario()
      .given(...COMPLETE, APPROVED)
      .when({ is: 'data-versioned', version: 'v2' })
      .gives((after) => {
        expect(after.facts.approvals).toHaveLength(1);
        expect(whats(after)).toEqual(['issuer issuance']);
      });
  });
});

describe('a certificate that is revoked while it is being renewed', () => {
  it('changes what the renewal is about and nothing else of it', () => {
    const { renewal } = scenario().given(SIGNED_IN, CONFIRMED);
    const after = step(renewal, event({ is: 'certificate-revoked' }, 9));
    if (isRefusal(after)) throw new Error(after.refused);
    expect(after.renewal).toMatchObject({ basis: 'revoked', facts: { data: renewal.facts.data } });
    expect([whats(after.renewal), after.effects]).toEqual([whats(renewal), []]);
    expect(step(after.renewal, event({ is: 'certificate-revoked' }, 10))).toEqual({ refused: 'already' });
  });
  it('is known when a lapsed one is taken up again, and changes nothing of one that is over', () => {
    const { renewal } = scenario().given(SIGNED_IN, { is: 'lapsed' }, { is: 'certificate-revoked' }, { is: 'resumed' });
    expect(renewal).toMatchObject({ basis: 'revoked' });
    scenario().given(SIGNED_IN, { is: 'withdrawn' }).when({ is: 'certificate-revoked' }).refused('over');
  });
});

describe('the end', () => {
  it('is the end for every event but taking up a lapsed renewal', () => {
    const over = scenario().given(SIGNED_IN, { is: 'withdrawn' });
    over.when(CONFIRMED).refused('over');
    over.when({ is: 'resumed' }).refused('over');
    expect(awaited(over.renewal)).toEqual([]);
  });

  it('by silence can be taken back; the person proves anew who he is, and the rest is still there', () => {
    const { renewal } = scenario().given(
      SIGNED_IN,
      CONFIRMED,
      LETTER,
      { is: 'letter-read', document: 'd1', remarks: [] },
      { is: 'lapsed' },
      { is: 'resumed' },
    );
    expect(whats(renewal)).toEqual(['applicant sign-in']);
    const back = step(renewal, event(SIGNED_IN, 99));
    if (isRefusal(back)) throw new Error(back.refused);
    expect(whats(back.renewal)).toEqual(['applicant key']);
  });

  it('does not come by silence while the office is awaited', () => {
    scenario()
      .given(...COMPLETE)
      .when({ is: 'lapsed' })
      .refused('not-now');
    scenario()
      .given(...COMPLETE)
      .when({ is: 'reminded' })
      .refused('not-now');
  });
});
