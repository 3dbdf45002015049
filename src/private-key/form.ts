/** What private keys and their stores look like: by their first bytes, and by the names that people and programs give them. */

/** SEQUENCE, its length left out: what such a file goes on with. Texts of bytes in hexadecimal. */
const FORMS: readonly RegExp[] = [
  /^020103(?:3080|30..|3081..|3082....|3083......)06092a864886f70d0107/, // PKCS#12: version 3, then PKCS#7 (RFC 7292 4)
  /^02010[01]30(?:..|81..|82....)06/, // PKCS#8 of either version (RFC 5958 2): whose algorithm begins with its name
  /^02010002/, // an RSA key by itself (RFC 8017 A.1.2)
  /^02010104/, // an EC key by itself (RFC 5915 3)
  /^30(?:..|81..|82....)06(?:09|0a)2a864886f70d01(?:05|0c01)/, // PKCS#8, encrypted (RFC 5958 3, PKCS#5 or PKCS#12)
];
const SEQUENCE = /^30(?:80|81..|82....|83......|84........|[0-7].)/;
/** Java's keystores JKS and JCEKS, OpenSSH's own form, Microsoft's PVK. */
const MAGICS = ['feedfeed', 'cececece', Buffer.from('openssh-key-v1\0').toString('hex'), '1ef1b5b0'];
const HEAD_BYTES = 32;

export function beginsLikeKey(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('hex');
  if (MAGICS.some((magic) => head.startsWith(magic))) return true;
  const sequence = SEQUENCE.exec(head)?.[0];
  return sequence !== undefined && FORMS.some((form) => form.test(head.slice(sequence.length)));
}

const ENDINGS = 'p12|pfx|jks|jceks|ppk|pvk|key';
const NAME = new RegExp(
  String.raw`(?:\.(?:${ENDINGS})|(?:^|[\\/])id_(?:rsa|dsa|ecdsa|ed25519)|(?:priv(?:ate|at)?[ _.-]?key|kunci[ _.-]?(?:priv(?:ate|at)|pribadi))[\w ()-]{0,40}(?:\.(?:pem|der|txt|asc|bin))?)$`,
  'i',
);
/** The name of a key or a keystore, and of nothing else. Of a file that can be read the content says more. */
export const isKeyName = (name: string): boolean => NAME.test(name);

/** The same in the middle of other bytes: nothing of a name goes on behind it. */
const NAME_WITHIN = new RegExp(String.raw`[\w ()-]\.(?:${ENDINGS})(?![\w.-])`, 'i');
export const namesKey = (text: string): boolean => NAME_WITHIN.test(text);
