/**
 * A certificate's number as it is stored, however it was written: hexadecimal in lower case, no separators, no noughts
 * in front.
 */
export const plainSerial = (written: string): string =>
  written
    .toLowerCase()
    .replace(/^\s*0x/, '')
    .replaceAll(/[\s:-]/g, '')
    .replace(/^0+/, '');

/** RFC 5280 4.1.2.2: at most 20 octets. */
const SERIAL = /^[1-9a-f][0-9a-f]{0,39}$/;

/** The number that was written; undefined where it is none. */
export function serialOf(written: string): string | undefined {
  const serial = plainSerial(written);
  return SERIAL.test(serial) ? serial : undefined;
}
