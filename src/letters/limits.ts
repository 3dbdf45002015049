/** Every limit of reading a stranger's PDF, each with its reason. */
export const LIMITS = {
  /** A letter of one page scanned in colour is 1 to 3 MB; 10 MB leaves room for a careless scanner. */
  bytes: 10 * 1024 * 1024,
  /** A recommendation is one page; some agencies attach a list of names. */
  pages: 20,
  /** Characters of text kept; twenty full pages hold about 80,000. */
  text: 200_000,
  /** A good letter takes under a second. Whoever is not done by then found no processor, and is tried again. */
  deadlineMs: 30_000,
  /** Seconds of processor time, kept by the kernel where there is a shell to set it: more is the letter's own doing. */
  cpuSeconds: 10,
  /** V8's own heap in the child. */
  heapMb: 256,
  /** Resident memory of the child, buffers included: pdf.js needs about 90 MB, a 10 MB scan 150 MB. */
  memoryMb: 512,
  /** The kernel's own limit (RLIMIT_DATA), should we be too busy to watch: Node sets 580 MB aside without using it. */
  dataMb: 1_536,
  /** How often the memory is looked at: at 1 GB/s a bomb gets 50 MB further. */
  watchMs: 50,
  /** Children at once: each may take a processor and `memoryMb`. */
  children: 2,
  /** Letters waiting in memory (up to `bytes` each) before new ones are turned away for the job to try again. */
  waiting: 16,
  /** Certificates beside the signer's that are looked at; no chain of CAs is longer. */
  others: 6,
  /** A certificate of a CA has 2 KB, with many policies 4; as base64 a third more. */
  otherCharacters: 12_000,
  /** Bytes of the child's answer: the text as JSON, at most six bytes a character, and the certificates. */
  answerBytes: 2 * 1024 * 1024,
} as const;
export type Limits = { readonly [L in keyof typeof LIMITS]: number };

/** The child's first line: it has loaded what it needs and can read. */
export const READY = 'ready';
