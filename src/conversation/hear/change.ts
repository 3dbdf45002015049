import { primary } from '../../renewal/awaited.ts';
import { validField } from '../../renewal/data.ts';
import type { Changes, Data, Field, Renewal } from '../../renewal/renewal.ts';
import { about, changeSoFar } from '../ask.ts';
import { SHAPES } from '../changes/vocabulary.ts';
import { agree, explain, focus, isUnnamed } from '../focus.ts';
import type { Turn } from '../turn.ts';
import { mayAct } from './identity.ts';

/** SOP activity 4: something on record is wrong, perhaps it is said what. */
export function hearWrong(turn: Turn, fields: readonly Field[]): void {
  const renewal = forChange(turn);
  if (renewal === undefined) return;
  const result = openChange(turn, renewal);
  if (result === 'not-now') {
    tooLate(turn);
    return;
  }
  askValues(turn, renewal, fields);
}

/**
 * New values, one or several. Each is checked by itself, so that one mistake does not lose the others. Values equal to
 * those on record are no change; if nothing else remains, the change is closed and the data shown again.
 */
export function hearChange(turn: Turn, changes: Changes, all: boolean): void {
  const renewal = forChange(turn);
  // Whose data it is about is not known yet; he is not to believe that it was noted.
  if (turn.applicant === undefined) turn.say({ say: 'change-unheard' });
  if (renewal === undefined) return;
  const { valid, invalid } = checked(changes);
  if (Object.keys(valid).length > 0) propose(turn, renewal, valid, all && invalid.length === 0);
  else openChange(turn, renewal);
  if (invalid.length === 0) return;
  const now = turn.renewal(renewal.id) ?? renewal;
  if (now.facts.change?.version !== undefined) turn.say(changeSoFar(now, turn.applicant!));
  for (const [field, value, why] of invalid) turn.say({ say: 'change-invalid', field, value, why });
  askFor(
    turn,
    renewal,
    invalid.map(([field]) => field),
  );
}

/** These are all my changes: now the letter can be written. */
export function hearThatIsAll(turn: Turn): void {
  const renewal = forChange(turn);
  if (renewal === undefined) return;
  const { change } = renewal.facts;
  if (change === undefined || change.complete) {
    agree(turn);
  } else if (Object.keys(change.fields).length === 0) {
    askValues(turn, renewal, []);
  } else if (change.version === undefined) {
    // The data changed from elsewhere meanwhile: the wishes are put to the new data.
    propose(turn, renewal, {}, true);
  } else {
    turn.apply(renewal, { is: 'change-completed' });
    turn.follow = 'next';
  }
}

/** Another change. Without an open one this is a doubt about the data, and is asked about. */
export function hearMore(turn: Turn): void {
  hearWrong(turn, []);
}

/** The data was right after all, or these fields of it were: then the other changes stay. */
export function hearCancelChange(turn: Turn, fields: readonly Field[] = []): void {
  const renewal = forChange(turn);
  if (renewal === undefined) return;
  turn.follow = 'next';
  if (renewal.facts.change === undefined) {
    // "Jabatan tidak perlu diubah, email ganti ...": what else he says is the answer.
    if (!turn.heard.meanings.some(({ means }) => means === 'change')) turn.say({ say: 'change-none' });
    return;
  }
  const wished = Object.keys(renewal.facts.change.fields) as Field[];
  if (fields.length > 0 && wished.some((field) => !fields.includes(field))) {
    const { data } = turn.applicant!;
    propose(turn, renewal, Object.fromEntries(fields.map((field) => [field, data[field]])), false);
    return;
  }
  const result = turn.apply(renewal, { is: 'change-cancelled' });
  if (result === 'applied') cancelled(turn, renewal);
  else explain(turn, renewal, result);
}

/** What he has just seen is not shown once more: whether it is right is asked in the same line. */
function cancelled(turn: Turn, { id }: Renewal): void {
  const renewal = turn.renewal(id)!;
  if (primary(renewal)?.what !== 'data-check' || turn.state.shown !== renewal.version) {
    turn.say({ say: 'change-cancelled' });
    return;
  }
  const question = { what: 'data-check', renewal: id, about: renewal.version } as const;
  turn.ask(question, { say: 'change-cancelled', asks: true });
}

function forChange(turn: Turn): Renewal | undefined {
  if (!mayAct(turn)) return undefined;
  turn.understood = true;
  const { question } = turn.conversation;
  if (question?.what === 'data-check') turn.state = { ...turn.state, shown: question.about };
  const renewal = focus(turn);
  // Data belongs to a renewal in progress here; without one an operator helps.
  if (renewal === undefined) turn.say({ say: 'status-none' });
  return renewal;
}

/** A complete change is taken up again, with its letter as long as the values stay the same. */
function openChange(turn: Turn, renewal: Renewal): ReturnType<Turn['apply']> {
  const { change } = renewal.facts;
  if (change === undefined) return turn.apply(renewal, { is: 'change-opened' });
  if (!change.complete || change.version === undefined) return 'already';
  return turn.apply(renewal, { is: 'change-proposed', fields: {}, version: change.version, complete: false });
}

function propose(turn: Turn, renewal: Renewal, wanted: Changes, complete: boolean): void {
  turn.follow = 'next';
  const before = turn.applicant!.data;
  const { changes, dropped } = differing(wanted, before, renewal.facts.change?.fields);
  const proposed: Data = { ...before, ...renewal.facts.change?.fields, ...wanted };
  const version = turn.known.hash(proposed);
  if (version === renewal.version) {
    nothingNew(turn, renewal);
    return;
  }
  const fields = [...(Object.keys(changes) as Field[]), ...dropped];
  turn.state = { ...turn.state, noted: fields.length === 1 ? fields[0] : undefined };
  const result = turn.apply(renewal, { is: 'change-proposed', fields: changes, dropped, version, complete });
  if (result === 'applied') showUnseen(turn, renewal);
  if (result === 'not-now') tooLate(turn);
  else if (result !== 'applied') explain(turn, renewal, result);
  // Said all at once, the values are repeated beside the letters, so that a misheard one is noticed before it is signed;
  // and where a letter is asked about first, since nothing else would say that they were heard.
  else if (complete || isUnnamed(turn)) turn.say(changeSoFar(turn.renewal(renewal.id)!, turn.applicant!));
}

/** "Ya, mulai, HP saya ganti ...": SOP activity 3 is about all of the data, so the rest is shown before it is asked whether that is all. */
function showUnseen(turn: Turn, { facts, version }: Renewal): void {
  if (facts.data !== undefined || facts.change !== undefined || turn.state.shown === version) return;
  const { data, asOf } = turn.applicant!;
  turn.say({ say: 'data-shown', data, asOf });
  turn.state = { ...turn.state, shown: version };
}

/** Without what is on record just so; what is, and was to be another, takes that wish back. */
function differing(
  wanted: Changes,
  before: Data,
  wished: Changes = {},
): { readonly changes: Changes; readonly dropped: readonly Field[] } {
  const { other = [], same = [] } = Object.groupBy(Object.entries(wanted) as [Field, string][], ([field, value]) =>
    value === before[field] ? 'same' : 'other',
  );
  return {
    changes: Object.fromEntries(other),
    dropped: same.map(([field]) => field).filter((field) => wished[field] !== undefined),
  };
}

function nothingNew(turn: Turn, renewal: Renewal): void {
  if (renewal.facts.change === undefined) return;
  const result = turn.apply(renewal, { is: 'change-cancelled' });
  if (result === 'applied') cancelled(turn, renewal);
}

/** Wrong data in a certificate that is being made is for a person to stop, not for us to ignore. */
function tooLate(turn: Turn): void {
  turn.act({ act: 'call-operator', why: 'other' });
  turn.say({ say: 'change-too-late' }, { say: 'person-called' });
  turn.follow = 'next';
}

function askValues(turn: Turn, renewal: Renewal, fields: readonly Field[]): void {
  turn.say({ say: 'change-ask', fields });
  askFor(turn, renewal, fields);
}

function askFor(turn: Turn, renewal: Renewal, fields: readonly Field[]): void {
  turn.state = { ...turn.state, asked: fields.length === 1 ? fields[0] : 'which' };
  const now = turn.renewal(renewal.id) ?? renewal;
  turn.ask({ what: 'change-values', renewal: renewal.id, about: about(now, 'change-values') });
}

type Invalid = readonly [Field, string, Extract<ReturnType<typeof validField>, { ok: false }>['why']];

/** "Satker kami 123456": people, offices and places have names; what is known by a number has its own shape. */
const isCode = (field: Field, value: string): boolean => SHAPES[field] === undefined && !/\p{L}/u.test(value);

function checked(changes: Changes): { readonly valid: Changes; readonly invalid: readonly Invalid[] } {
  const valid: { [F in Field]?: string } = {};
  const invalid: Invalid[] = [];
  for (const [field, value] of Object.entries(changes) as [Field, string][]) {
    const check = isCode(field, value) ? ({ ok: false, why: 'format' } as const) : validField(field, value);
    if (check.ok) valid[field] = check.value;
    else invalid.push([field, value, check.why]);
  }
  return { valid, invalid };
}
