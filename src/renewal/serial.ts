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
