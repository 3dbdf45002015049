import { DAY_MS } from '../durations.ts';

/**
 * How well a new certificate is known, the weakest first: from the CA's notice; by its dates alone, whoever told them;
 * by number and dates that somebody told or a list holds; by an operator who saw them in AMS himself; the same, with the
 * CA's status service agreeing; from a PDF that was signed with it; by itself.
 */
const EVIDENCE_LEVELS = ['notice', 'dates', 'number', 'word', 'status', 'signed-pdf', 'certificate'] as const;
export type Evidence = (typeof EVIDENCE_LEVELS)[number];

const levelOf = (evidence: string): number => EVIDENCE_LEVELS.indexOf(evidence as Evidence);

/** Whether the certificate itself was seen here; all else is somebody's word. */
export const isSeen = (evidence: string): boolean => levelOf(evidence) >= levelOf('signed-pdf');

/** Somebody's word about its number, which counts for more where the CA's own service agrees with it. */
export const TOLD: readonly Evidence[] = ['number', 'word'];
export const isTold = (evidence: string): boolean => TOLD.includes(evidence as Evidence);

/** People tell days, certificates hold seconds, and zones differ. */
export const isSameDay = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) < DAY_MS;

/** Whether this says more than what is on record. */
export const isBetter = (evidence: string, than: string): boolean => levelOf(evidence) > levelOf(than);
