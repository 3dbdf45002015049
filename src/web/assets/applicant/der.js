/** Bytes, base64 and the few ASN.1 structures that are needed; node-forge writes and reads them. */

let loading;

/** node-forge is large, so it is loaded only when a key is made or a file is joined. Rejects when it cannot be had. */
export function loadForge() {
  if (globalThis.forge) return Promise.resolve(globalThis.forge);
  loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src: '/assets/applicant/forge.js' });
    script.addEventListener('load', () => resolve(globalThis.forge));
    script.addEventListener('error', () => {
      loading = undefined;
      reject(new Error('forge.js'));
    });
    document.head.append(script);
  });
  return loading;
}

/** forge works on strings with one character per byte. */
export const toBinary = (bytes) => Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
export const fromBinary = (binary) => Uint8Array.from(binary, (character) => character.charCodeAt(0));
export const toBase64 = (bytes) => btoa(toBinary(bytes));
/** Throws for what is not base64. */
export const fromBase64 = (text) => fromBinary(atob(text));

export async function sha256Hex(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const isSame = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

/** The certificates of a PEM text, DER, in their order. */
export function readPem(text) {
  return [...text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(([, body]) =>
    fromBase64(body.replace(/\s/g, '')),
  );
}

/** The structures of this product's requests and bundles, by the names ASN.1 has for them. */
export function writer({ asn1 }) {
  const { Class, Type } = asn1;
  const make = (type, constructed, value) => asn1.create(Class.UNIVERSAL, type, constructed, value);
  return {
    sequence: (...parts) => make(Type.SEQUENCE, true, parts),
    set: (...parts) => make(Type.SET, true, parts),
    oid: (dotted) => make(Type.OID, false, asn1.oidToDer(dotted).getBytes()),
    integer: (number) => make(Type.INTEGER, false, asn1.integerToDer(number).getBytes()),
    none: () => make(Type.NULL, false, ''),
    octets: (bytes) => make(Type.OCTETSTRING, false, toBinary(bytes)),
    bits: (bytes) => make(Type.BITSTRING, false, `\0${toBinary(bytes)}`),
    utf8: (text) => make(Type.UTF8, false, toBinary(new TextEncoder().encode(text))),
    bmp: (text) =>
      make(
        Type.BMPSTRING,
        false,
        Array.from(text, (c) => String.fromCharCode(c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255)).join(''),
      ),
    tagged: (number, ...parts) => asn1.create(Class.CONTEXT_SPECIFIC, number, true, parts),
    read: (bytes) => asn1.fromDer(toBinary(bytes), { strict: true, decodeBitStrings: false }),
    write: (node) => fromBinary(asn1.toDer(node).getBytes()),
  };
}

/** TBSCertificate: version [0], serial, algorithm, issuer, validity, subject, then the key (RFC 5280 4.1). */
const SPKI_PLACE = 6;

/** SubjectPublicKeyInfo of a certificate, DER. */
export function spkiOf(forge, certificate) {
  const { read, write } = writer(forge);
  return write(read(certificate).value[0].value[SPKI_PLACE]);
}
