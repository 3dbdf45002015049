import { fromBinary, isSame, sha256Hex, spkiOf, toBinary, writer } from './der.js';
import { keyFrom } from './passphrase.js';
import { fits } from './request.js';

const OID = {
  data: '1.2.840.113549.1.7.1',
  certBag: '1.2.840.113549.1.12.10.1.3',
  keyBag: '1.2.840.113549.1.12.10.1.2',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
  sha1: '1.3.14.3.2.26',
};
/** Below the 300,000 at which .NET refuses a file of a stranger. */
const ITERATIONS = 250_000;
/**
 * The mark of integrity can be used to try passphrases as well, and is derived in plain JavaScript: as many rounds as a
 * phone does in about a second.
 */
const MAC_ITERATIONS = 50_000;
/** As OpenSSL has it; macOS was seen to refuse a longer one as a wrong passphrase. */
const MAC_SALT_BYTES = 8;
const SALT_BYTES = 16;
const IV_BYTES = 16;
/** RFC 7292 B.3: the purpose "integrity". */
const MAC_PURPOSE = 3;
const SHA1_BYTES = 20;

/**
 * A PKCS #12 file (RFC 7292): the key under PBES2 (PBKDF2-SHA-256, AES-256), certificate and chain byte for byte as
 * they were issued. The mark of integrity is HMAC-SHA-1, because systems a few years old read nothing newer there; no
 * collision of SHA-1 touches an HMAC.
 */
export async function makeBundle(forge, { pkcs8, certificate, chain, name }, passphrase) {
  const w = writer(forge);
  const id = fromBinary(
    (await sha256Hex(certificate))
      .slice(0, 2 * SHA1_BYTES)
      .replace(/../g, (hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
  const marks = w.set(
    w.sequence(w.oid(OID.friendlyName), w.set(w.bmp(name))),
    w.sequence(w.oid(OID.localKeyId), w.set(w.octets(id))),
  );
  const certificates = [certBag(w, certificate, marks), ...chain.map((each) => certBag(w, each))];
  const key = w.sequence(w.oid(OID.keyBag), w.tagged(0, await shroud(w, pkcs8, passphrase)), marks);
  const contents = [w.sequence(...certificates), w.sequence(key)].map((bags) => content(w, w.write(bags)));
  const safe = w.write(w.sequence(...contents));
  const salt = crypto.getRandomValues(new Uint8Array(MAC_SALT_BYTES));
  const mac = w.sequence(
    w.sequence(w.sequence(w.oid(OID.sha1), w.none()), w.octets(macOf(forge, safe, passphrase, salt, MAC_ITERATIONS))),
    w.octets(salt),
    w.integer(MAC_ITERATIONS),
  );
  const bundle = w.write(w.sequence(w.integer(3), content(w, safe), mac));
  return bundle;
}

const content = (w, bytes) => w.sequence(w.oid(OID.data), w.tagged(0, w.octets(bytes)));

const certBag = (w, der, marks) =>
  w.sequence(
    w.oid(OID.certBag),
    w.tagged(0, w.sequence(w.oid(OID.x509), w.tagged(0, w.octets(der)))),
    ...(marks ? [marks] : []),
  );

async function shroud(w, pkcs8, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await keyFrom(passphrase, salt, ITERATIONS, 'AES-CBC', 'encrypt');
  const locked = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, pkcs8));
  const derivation = w.sequence(
    w.oid(OID.pbkdf2),
    w.sequence(w.octets(salt), w.integer(ITERATIONS), w.sequence(w.oid(OID.hmacSha256), w.none())),
  );
  const scheme = w.sequence(w.oid(OID.pbes2), w.sequence(derivation, w.sequence(w.oid(OID.aes256), w.octets(iv))));
  return w.sequence(scheme, w.octets(locked));
}

function macOf(forge, safe, passphrase, salt, iterations) {
  const md = forge.md.sha1.create();
  const key = forge.pkcs12.generateKey(
    passphrase,
    forge.util.createBuffer(toBinary(salt)),
    MAC_PURPOSE,
    iterations,
    SHA1_BYTES,
    md,
  );
  const hmac = forge.hmac.create();
  hmac.start(forge.md.sha1.create(), key);
  hmac.update(toBinary(safe));
  return fromBinary(hmac.getMac().getBytes());
}

/**
 * Opens a finished file as a stranger would: integrity by the passphrase, the key decrypted and proven against the
 * certificate in the file, every certificate the one that was put in. Returns whether all of it holds.
 */
export async function opensAgain(forge, bundle, passphrase, certificates) {
  const w = writer(forge);
  const bytes = (node) => fromBinary(node.value);
  const number = (node) => forge.asn1.derToInteger(node.value);
  const [, safeInfo, mac] = w.read(bundle).value;
  const safe = bytes(safeInfo.value[1].value[0]);
  const [digest, salt, iterations] = mac.value;
  if (!isSame(macOf(forge, safe, passphrase, bytes(salt), number(iterations)), bytes(digest.value[1]))) return false;

  const [certBags, keyBags] = w.read(safe).value.map((info) => w.read(bytes(info.value[1].value[0])).value);
  const inside = certBags.map((bag) => bytes(bag.value[1].value[0].value[1].value[0]));
  if (inside.length !== certificates.length || !inside.every((der, at) => isSame(der, certificates[at]))) return false;

  const [scheme, locked] = keyBags[0].value[1].value[0].value;
  const [derivation, cipher] = scheme.value[1].value;
  const [keySalt, keyIterations] = derivation.value[1].value;
  const key = await keyFrom(passphrase, bytes(keySalt), number(keyIterations), 'AES-CBC', 'decrypt');
  const pkcs8 = await crypto.subtle.decrypt({ name: 'AES-CBC', iv: bytes(cipher.value[1]) }, key, bytes(locked));
  return fits(new Uint8Array(pkcs8), spkiOf(forge, inside[0]));
}
