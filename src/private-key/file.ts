import { type Allowance, isZip, membersOf, namesIn, newAllowance } from './archive.ts';
import { beginsLikeKey, isKeyName, namesKey } from './form.ts';
import { CLOSELY_CHARACTERS, PEM_ENDING, textHoldsPrivateKey } from './text.ts';

/**
 * Files that hold a private key: as text of any kind, and the binary forms in which tools and browsers save one. They come by
 * mistake, and nobody may be able to read them afterwards. By their content, whatever they are called; a `.p12` is one whatever
 * its passphrase. A ZIP is looked into, and what of it cannot be read is taken for what it is called. Files that came
 * together may share an allowance.
 */
export const holdsPrivateKey = (content: Uint8Array, allowance = newAllowance()): boolean =>
  holdsKey(Buffer.from(content.buffer, content.byteOffset, content.byteLength), allowance, ARCHIVES_DEEP);

/** A ZIP in a ZIP in a ZIP: what is deeper nobody packs by mistake. */
const ARCHIVES_DEEP = 3;

function holdsKey(bytes: Buffer, allowance: Allowance, deep: number): boolean {
  if (bytes.includes(PEM_ENDING) || beginsLikeKey(bytes)) return true;
  if (isZip(bytes)) return deep > 0 && holdsKeyInside(bytes, allowance, deep - 1);
  const names = namesIn(bytes);
  if (names !== undefined) return namesKey(names);
  const text = textOf(bytes.subarray(0, CLOSELY_CHARACTERS));
  return text !== undefined && textHoldsPrivateKey(text);
}

function holdsKeyInside(zip: Buffer, allowance: Allowance, deep: number): boolean {
  for (const { name, content } of membersOf(zip, allowance)) {
    // What can be read is what is in it: a presentation of Keynote and a request are called .key as well.
    if (content ? holdsKey(content, allowance, deep) : isKeyName(name)) return true;
  }
  return false;
}

const NUL = 0;
/** How Windows marks text of two bytes a letter; of those without a mark one of the first two bytes is zero. */
const WIDE = /^(?:fffe|feff|00[^0].|00.[^0]|[^0].00|.[^0]00)/;

/** Undefined for what is no text: a letter or a picture has a zero byte somewhere. Keys are of letters that all alphabets share. */
function textOf(bytes: Buffer): string | undefined {
  if (WIDE.test(bytes.toString('hex', 0, 2))) return bytes.toString('latin1').replaceAll('\0', '');
  return bytes.includes(NUL) ? undefined : bytes.toString('latin1');
}
