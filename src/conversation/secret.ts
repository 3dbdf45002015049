import { textHoldsPrivateKey, withoutPrivateKeys } from '../private-key/text.ts';

/**
 * Passwords, passphrases and private keys that people send although nobody asked. What is recognised is removed before anything is
 * stored; what it was is never kept. Pure and linear in the length of the text.
 */
export const SECRET_REMOVED = '[rahasia dihapus]';

/** The CA's own rule for a passphrase: 8 or more characters with upper and lower case, digit and symbol. */
const SHORTEST_PASSPHRASE = 8;
/** Whoever writes "password: " and something shorter has not sent one. */
const SHORTEST_LABELLED = 4;
/** Nobody's passphrase is longer; a longer token is something else, such as a key in Base64. */
const LONGEST_SECRET = 128;

const LABEL =
  /(?<![\p{L}\p{N}])((?:kata\s+sandi|frasa\s+sandi|sandi|pass?-?phrase|pass?frase|pasprase|pass?word|paswd|passwd|pswd|pass|pwd?|pin)(?:nya|ku)?)(?![\p{L}\p{N}])/giu;
/** Between the label and the secret: "passphrase tte saya yang baru adalah ...". */
const BETWEEN =
  /^(?:\s*(?:saya|aku|ku|nya|sy|tte|sertifikat|esign|email|akun|login|ams|yang|yg|baru|lama|itu|ini|adalah|ialah|pakai|my|is|new|for|the|was)(?=[\s:=]))*\s*(?<sign>[:=]|->)?\s*/iu;
const WORDS_AFTER_A_LABEL = new Set(
  (
    'lupa apa mana salah tidak tdk gak ga belum blm sudah sdh udah harus minimal minimum mohon tolong hilang ditolak error reset direset baru lama saya kok ya kenapa gimana bagaimana untuk pada dan atau yang ' +
    'sertifikat tte wrong forgotten forgot not is the has must should please what which min kak pak bu masih bisa dari ke di sesuai benar kembali'
  ).split(' '),
);

const classes = (token: string): number =>
  [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{N}\s]/u].filter((one) => one.test(token)).length;

/** Looks like a file, a letter's number, an address or a link. */
const isReference = (token: string): boolean =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(token) ||
  /^@\w+$/.test(token) ||
  /^(?:https?:|www\.|\/)/i.test(token) ||
  /\.(?:pdf|docx?|xlsx?|jpe?g|png|zip|csr|pem|p12|pfx|txt|der|cer|crt)$/i.test(token) ||
  token.split('/').length > 2;

const isLonePassphrase = (token: string): boolean =>
  token.length >= SHORTEST_PASSPHRASE && token.length <= LONGEST_SECRET && classes(token) === 4 && !isReference(token);

type Span = { readonly start: number; readonly end: number };

/** The secret after a label: all of the line after a colon (a passphrase may have several words), else one token that looks like one. */
function labelled(text: string, start: number, label: string): Span | undefined {
  const line = /^[^\n]*/.exec(text.slice(start, start + 2 * LONGEST_SECRET))![0];
  const between = BETWEEN.exec(line)!;
  const rest = line.slice(between[0].length);
  const token = /^\S+/.exec(rest)?.[0] ?? '';
  const bare = token.replace(/[.,;!?"')]+$/u, '').toLowerCase();
  if (bare === '' || WORDS_AFTER_A_LABEL.has(bare)) return undefined;
  const begin = start + between[0].length;
  if (between.groups?.sign)
    return token.length >= SHORTEST_LABELLED ? { start: begin, end: begin + rest.trimEnd().length } : undefined;
  const pin = /^pin/i.test(label) && /^\d{4,8}$/.test(bare);
  if (isReference(token)) return undefined;
  // Without a colon a plain word is prose ("passphrase kucing saya"); letters mixed with digits or symbols are not.
  const mixed = bare.length >= 6 && /\p{L}/u.test(bare) && (/\d/.test(bare) || /[^\p{L}\p{N}-]/u.test(bare));
  return pin || mixed ? { start: begin, end: begin + token.length } : undefined;
}

/** Whether a text holds a password, a passphrase or a private key, and the text without it. One-time codes are not secrets in this sense. */
export function findSecrets(text: string): { readonly found: boolean; readonly redacted: string } {
  if (!textHoldsPrivateKey(text)) return findPasswords(text);
  return { found: true, redacted: findPasswords(withoutPrivateKeys(text, SECRET_REMOVED)).redacted };
}

function findPasswords(text: string): { readonly found: boolean; readonly redacted: string } {
  const spans: Span[] = [];
  let covered = 0;
  let named = false;
  for (const label of text.matchAll(LABEL)) {
    named = true;
    if (label.index < covered) continue;
    const span = labelled(text, label.index + label[0].length, label[0]);
    if (!span) continue;
    spans.push(span);
    covered = span.end;
  }
  const lone = text.trim();
  // Without such a word, and of several words, it holds none: most texts are looked through once.
  if (!named && /\s/.test(lone)) return { found: false, redacted: text };
  const after = spans.length;
  let next = 0;
  for (const token of text.matchAll(/\S+/g)) {
    while (next < after && spans[next]!.end <= token.index) next++;
    if (next < after && spans[next]!.start < token.index + token[0].length) continue;
    // A token that looks like a passphrase is one if it stands alone or beside the word ("Rahasia#123 itu passphrase saya").
    if ((token[0] === lone || named) && isLonePassphrase(token[0]))
      spans.push({ start: token.index, end: token.index + token[0].length });
  }
  spans.sort((a, b) => a.start - b.start);
  let redacted = '';
  let from = 0;
  for (const span of spans) {
    redacted += text.slice(from, span.start) + SECRET_REMOVED;
    from = span.end;
  }
  return { found: spans.length > 0, redacted: redacted + text.slice(from) };
}

/** Digits a person leaves readable to recognise his own number by. */
const READABLE = 4;
const LENGTHS = [18, 16]; // NIP, NIK
const SHORTEST_NUMBER = Math.min(...LENGTHS);
const GROUPS = /\d+(?:[ \t.\-\u00a0\u200b]{1,2}\d+)*/g;

/** Which of the digits of a row of groups belong to a NIK or NIP: a group, or neighbouring groups, of exactly that many digits. */
function hidden(groups: readonly string[]): boolean[] {
  const all = groups.join('');
  const hide = Array.from(all, () => false);
  let offset = 0;
  for (let g = 0; g < groups.length; ) {
    const span = LENGTHS.map((length) => ({ length, count: countFor(groups, g, length) })).find(
      ({ count }) => count > 0,
    );
    if (span) hide.fill(true, offset + READABLE, offset + span.length - READABLE);
    const step = span ? span.count : 1;
    for (let k = 0; k < step; k++) offset += groups[g + k]!.length;
    g += step;
  }
  return hide;
}

/** How many groups from `g` on make exactly `length` digits; 0 if they do not. */
function countFor(groups: readonly string[], g: number, length: number): number {
  let sum = 0;
  for (let k = g; k < groups.length && sum < length; k++) {
    sum += groups[k]!.length;
    if (sum === length) return k - g + 1;
  }
  return 0;
}

/** NIK (16 digits) and NIP (18 digits), also in groups with spaces or dots, keep only their first and last four digits. */
export function maskNumbers(text: string): string {
  return text.replace(GROUPS, (row) => {
    if (row.length < SHORTEST_NUMBER) return row;
    const hide = hidden(row.match(/\d+/g)!);
    let at = 0;
    return row.replace(/\d/g, (digit) => (hide[at++] ? '*' : digit));
  });
}
