import type { Changes, Field } from '../renewal/renewal.ts';
import { identifies, leadAt, leadBefore } from './changes/lead.ts';
import { announced, goesOnList, linedUp } from './changes/list.ts';
import { before, sentence } from './changes/sense.ts';
import { beginsValue, stays, valueEnd, written } from './changes/value.ts';
import { appointmentAt, inOfficeAt } from './words/appointment.ts';
import { fieldAt } from './words/match.ts';
import { plain, type Token } from './words/normal.ts';

type FoundChanges = {
  readonly changes: Changes;
  /** Fields of which a new value was only supposed with a doubt: something is wrong, the value is asked for. */
  readonly doubted: readonly Field[];
  /** Places of the tokens that are part of a change. */
  readonly covers: ReadonlySet<number>;
};

/**
 * New values of fields in a message: "jabatan: Kepala Seksi", "no hp ganti 0812..., email baru budi@x.go.id", one or
 * several, by line, comma or "dan". Values keep the writer's case. A NIK, NIP or e-mail address without a word of change
 * beside it is left alone: it is how people say who they are, too.
 */
export function findChanges(text: string, at: readonly Token[]): FoundChanges {
  const changes: { [F in Field]?: string } = {};
  const doubted: Field[] = [];
  const covers = new Set<number>();
  const identities: { readonly field: Field; readonly value: string; readonly from: number; readonly to: number }[] =
    [];
  const lines = linedUp(text, at);
  for (let i = 0; i < at.length; ) {
    const { denied, verb } = before(at, i);
    const lead =
      at[i]!.kind === 'word'
        ? (leadAt(at, i, verb, lines.has(i) || goesOnList(at, i, covers) || announced(at, i)) ??
          leadBefore(at, i) ??
          appointmentAt(at, i) ??
          (hasMoved(changes) ? inOfficeAt(at, i, covers) : undefined))
        : undefined;
    if (!lead || denied || !beginsValue(at, lead) || stays(at, lead)) {
      i++;
      continue;
    }
    const { end, covered } = valueEnd(at, lead);
    const value = written(text, at, lead, end);
    const { supposed, doubted: unsure, asked } = sentence(at, i);
    if (value !== undefined && !supposed && !asked) {
      if (unsure || isPartOfName(at, i, value)) doubted.push(lead.field);
      else if (identifies(at, i, lead, verb)) identities.push({ field: lead.field, value, from: i, to: covered });
      else changes[lead.field] = value;
      if (doubted.includes(lead.field) || changes[lead.field] !== undefined)
        for (let place = i; place < covered; place++) covers.add(place);
    }
    i = value === undefined ? i + 1 : Math.max(covered, i + 1);
  }
  // In a list of fields ("jabatan: X, email: Y") an address is a value like the others.
  if (Object.keys(changes).length > 0)
    for (const { field, value, from, to } of identities) {
      changes[field] = value;
      for (let place = from; place < to; place++) covers.add(place);
    }
  return { changes, doubted, covers };
}

const DEGREE = plain('gelar');
const PARTS = new Set('belakang surname last'.split(' ').map(plain));
const DEGREES = /^(?:magister|sarjana|doktor|profesor|diploma|spesialis)\b/i;
const A_NAME = /(?:^|\s)\p{Lu}\p{Ll}{2,}(?![\p{L}.])/u;

/** "Gelar saya sekarang M.Kom": the whole name is asked for, since a certificate would bear the degree alone. */
function isPartOfName(at: readonly Token[], i: number, value: string): boolean {
  const words = at.slice(i, fieldAt(at, i)?.end).map(({ word }) => word);
  if (words[0] === DEGREE) return DEGREES.test(value) || !A_NAME.test(value);
  return words.some((word) => PARTS.has(word));
}

const hasMoved = ({ unit, organisation }: Changes): boolean => unit !== undefined || organisation !== undefined;
