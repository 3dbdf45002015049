import type { Check, Finding } from '../../src/doctor/finding.ts';
import { type Code, inWords } from '../../src/doctor/words.ts';

/** What a check reports, and that each of its sentences is whole: no value is missing in it. */
export async function findingsOf(check: Check, signal = new AbortController().signal) {
  const findings: Finding[] = [];
  await check((code, values = {}) => void findings.push({ code, values }), signal);
  const text = findings.map((finding) => Object.values(inWords(finding, 'Asia/Jakarta')).join(' ')).join('\n');
  const gap = /\{(?!token\})\w+\}/.exec(text);
  if (gap) throw new Error(`a sentence lacks a value: ${gap[0]}`);
  return {
    codes: findings.map(({ code }) => code),
    valuesOf: (code: Code) => findings.find((finding) => finding.code === code)?.values,
    /** All that a person would read. */
    text,
  };
}
