import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import forge from 'node-forge';

/** Certificates of CAs of any depth, as other people's programs would write them, with small keys. */

type Certified = { readonly der: Uint8Array; readonly key: KeyObject; readonly name: string };
type Wanted = {
  readonly name: string;
  readonly ca: boolean;
  /** Self-signed without one. */
  readonly by?: Certified;
  readonly from?: Date;
  readonly until?: Date;
  readonly key?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
};
export const smallKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

const { asn1 } = forge;
type Node = forge.asn1.Asn1;
const node = (type: number, constructed: boolean, value: Node[] | string, of = asn1.Class.UNIVERSAL) =>
  asn1.create(of, type, constructed, value);
const sequence = (...value: Node[]) => node(asn1.Type.SEQUENCE, true, value);
const oid = (dotted: string) => node(asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());
const integer = (hex: string) => node(asn1.Type.INTEGER, false, forge.util.hexToBytes(hex));
const time = (at: Date) => node(asn1.Type.UTCTIME, false, asn1.dateToUtcTime(at));
const tagged = (number: number, ...value: Node[]) => node(number, true, value, asn1.Class.CONTEXT_SPECIFIC);
const parsed = (der: Uint8Array) => asn1.fromDer(Buffer.from(der).toString('binary'));
const bytesOf = (value: Node) => Buffer.from(asn1.toDer(value).getBytes(), 'binary');
const nameOf = (name: string) =>
  sequence(
    node(asn1.Type.SET, true, [sequence(oid('2.5.4.3'), node(asn1.Type.UTF8, false, forge.util.encodeUtf8(name)))]),
  );

const ECDSA_SHA256 = () => sequence(oid('1.2.840.10045.4.3.2'));
const FROM = new Date('2025-11-22T00:00:00Z');
const UNTIL = new Date('2028-11-22T00:00:00Z');

export function certify({ name, ca, by, from, until = UNTIL, key = smallKey() }: Wanted): Certified {
  const { privateKey, publicKey } = key;
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const serial = createHash('sha256')
    .update(spki)
    .update(name)
    .update(String(from))
    .digest('hex')
    .slice(0, 16)
    .replace(/^./, '1');
  const constraints = sequence(...(ca ? [node(asn1.Type.BOOLEAN, false, '\xff')] : []));
  const extension = sequence(
    oid('2.5.29.19'),
    node(asn1.Type.BOOLEAN, false, '\xff'),
    node(asn1.Type.OCTETSTRING, false, asn1.toDer(constraints).getBytes()),
  );
  const begins = from ?? (ca ? FROM : new Date('2026-11-22T00:00:00Z'));
  const tbs = sequence(
    tagged(0, integer('02')),
    integer(serial),
    ECDSA_SHA256(),
    nameOf(by?.name ?? name),
    sequence(time(begins), time(until > begins ? until : UNTIL)),
    nameOf(name),
    parsed(spki),
    tagged(3, sequence(extension)),
  );
  const signature = sign('sha256', bytesOf(tbs), by?.key ?? privateKey).toString('binary');
  const der = bytesOf(sequence(tbs, ECDSA_SHA256(), node(asn1.Type.BITSTRING, false, `\x00${signature}`)));
  return { der, key: privateKey, name };
}

/** RFC 5652: a signed message that carries certificates, and neither content nor signers. */
export function p7b(certificates: readonly Uint8Array[]): Uint8Array {
  const data = sequence(
    integer('01'),
    node(asn1.Type.SET, true, []),
    sequence(oid('1.2.840.113549.1.7.1')),
    ...(certificates.length > 0 ? [tagged(0, ...certificates.map(parsed))] : []),
    node(asn1.Type.SET, true, []),
  );
  return bytesOf(sequence(oid('1.2.840.113549.1.7.2'), tagged(0, data)));
}
