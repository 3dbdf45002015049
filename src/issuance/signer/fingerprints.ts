import { hash, randomBytes } from 'node:crypto';

/** Of a power of two that is filled to three quarters, a miss looks at about eight places. */
const FIRST_PLACES = 1024;
const FULLEST = 0.75;
const EMPTY = 0n;

/**
 * A set of texts of which only 64 bits each are kept, outside the heap: a million take 16 MB and cost the collector
 * nothing. Two of a million texts have the same bits once in 40 million times; what they are depends on a secret of this
 * object, so that nobody can look for such texts beforehand.
 */
export class Fingerprints {
  #places = new BigUint64Array(FIRST_PLACES);
  #size = 0;
  readonly #secret = randomBytes(16).toString('hex');

  /** False if it was there already. */
  add(text: string): boolean {
    if (this.#size >= this.#places.length * FULLEST) this.#grow();
    return this.#put(this.#print(text));
  }

  has(text: string): boolean {
    const print = this.#print(text);
    return this.#places[this.#placeOf(print)] === print;
  }

  #print(text: string): bigint {
    const print = hash('sha256', this.#secret + text, 'buffer').readBigUInt64LE();
    return print === EMPTY ? 1n : print;
  }

  /** Where it is, or the empty place where it belongs. */
  #placeOf(print: bigint): number {
    const mask = this.#places.length - 1;
    let place = Number(print & BigInt(mask));
    while (this.#places[place] !== EMPTY && this.#places[place] !== print) place = (place + 1) & mask;
    return place;
  }

  #put(print: bigint): boolean {
    const place = this.#placeOf(print);
    if (this.#places[place] === print) return false;
    this.#places[place] = print;
    this.#size++;
    return true;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new BigUint64Array(before.length * 2);
    this.#size = 0;
    for (const print of before) if (print !== EMPTY) this.#put(print);
  }
}
