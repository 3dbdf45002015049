/** What is made of an object once is made; such as what stands in every certificate of a profile, or of a CA. */
export function remembered<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, Made>();
  return (of) => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const fresh = make(of);
    made.set(of, fresh);
    return fresh;
  };
}

/** Different values that profiles and CAs of one house give are a few dozen; what else comes by must not pile up. */
const MOST_REMEMBERED = 256;
/** An extension with four addresses has half of that; what is larger is read each time, whoever wrote it. */
const MOST_BYTES = 512;

/** Bytes as what a map finds them by: all of them, in less time than a hash of them takes. */
export const asKey = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('latin1');

/**
 * The same for what is read in bytes and follows from them alone, such as an extension that every certificate has;
 * `where` is what they are read out of. `undefined` stands for what is not there.
 */
export function readOnce<Read, Where extends unknown[]>(
  read: (bytes: Uint8Array | undefined, ...where: Where) => Read,
): typeof read {
  const found = new Map<string, Read>();
  return (bytes, ...where) => {
    if (bytes === undefined || bytes.length > MOST_BYTES) return read(bytes, ...where);
    const content = asKey(bytes);
    const known = found.get(content);
    if (known !== undefined) return known;
    const fresh = read(bytes, ...where);
    if (found.size >= MOST_REMEMBERED) found.clear();
    found.set(content, fresh);
    return fresh;
  };
}
