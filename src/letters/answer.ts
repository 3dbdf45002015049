import { z } from 'zod';
import type { LetterReading } from './letter.ts';
import { LIMITS } from './limits.ts';

/** What the child may answer. Parsed again by us: whoever took the child over would speak through it. */
const Answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    pages: z.number().int().min(1).max(LIMITS.pages),
    text: z.string().max(LIMITS.text),
    signature: z.enum(['none', 'intact', 'broken', 'partial']),
    signer: z.string().optional(),
    certificate: z.base64().optional(),
    others: z.array(z.base64().max(LIMITS.otherCharacters)).max(LIMITS.others).optional(),
  }),
  z.object({
    ok: z.literal(false),
    refused: z.enum(['too-many-pages', 'encrypted', 'active-content', 'unreadable']),
  }),
]);
export type Answer = z.infer<typeof Answer>;

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Turns the child's line into a reading; `undefined` when it is not one. */
export function parseAnswer(line: string): LetterReading | undefined {
  try {
    const answer = Answer.parse(JSON.parse(line));
    if (!answer.ok) return answer;
    const { certificate, others, ...reading } = answer;
    return {
      ...reading,
      ...(certificate ? { certificate: fromBase64(certificate) } : {}),
      ...(others ? { others: others.map(fromBase64) } : {}),
    };
  } catch {
    return undefined;
  }
}
