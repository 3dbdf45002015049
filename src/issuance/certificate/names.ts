import type { Node } from '../der/asn1.ts';
import { oid, printable, sequence, set, utf8 } from '../der/asn1.ts';

/** A distinguished name as people write it down: most significant part first. */
export type NamePart = { readonly attribute: Attribute; readonly value: string };

/**
 * The attributes we write, with their upper bounds in characters (RFC 5280, appendix A.1, ub-*) and the string type
 * that the standard prescribes; everything else is UTF8String (RFC 5280 4.1.2.4).
 */
export const ATTRIBUTES = {
  C: { oid: '2.5.4.6', max: 2, printable: true },
  ST: { oid: '2.5.4.8', max: 128, printable: false },
  L: { oid: '2.5.4.7', max: 128, printable: false },
  O: { oid: '2.5.4.10', max: 64, printable: false },
  OU: { oid: '2.5.4.11', max: 64, printable: false },
  title: { oid: '2.5.4.12', max: 64, printable: false },
  CN: { oid: '2.5.4.3', max: 64, printable: false },
  serialNumber: { oid: '2.5.4.5', max: 64, printable: true },
} as const;
export type Attribute = keyof typeof ATTRIBUTES;

export const nameNode = (parts: readonly NamePart[]): Node =>
  sequence(
    ...parts.map(({ attribute, value }) => {
      const rule = ATTRIBUTES[attribute];
      return set(sequence(oid(rule.oid), rule.printable ? printable(value) : utf8(value)));
    }),
  );
