import type { OperatorAct } from '../../../desk/entry.ts';
import { REASONS, RETURN_TO } from '../../../renewal/renewal.ts';
import { type Form, field, oneOf } from '../act.ts';
import { AMS_ACTS } from '../ams/ams.ts';
import type { Said } from '../words.ts';

/** What the forms on the page of a renewal ask for: whoever adds an act says here what its form sends. */

type OnRenewal = Extract<OperatorAct, { readonly renewal: string }>;
/** A form of one act. The others have pages or addresses of their own. */
export type FormAct = Exclude<
  OnRenewal['act'],
  'take-packet' | 'record-certificate' | 'add-evidence' | 'correct-record' | 'vouch'
>;
type Named<A, Act = OnRenewal> = Act extends { readonly act: infer Name } ? (A extends Name ? Act : never) : never;

type Reading<A> = {
  /** All that it sends beside its name; nothing of it may be missing. */
  readonly reads: {
    readonly [F in Exclude<keyof Named<A>, 'act' | 'renewal'>]: (form: Form) => Named<A>[F] | undefined;
  };
  /** Once it is done. */
  readonly said: Said;
};

const content = (form: Form) => field(form, 'content', 500);
const note = (form: Form) => field(form, 'note', 500);
const instruction = (form: Form) => field(form, 'instruction');
const reason = (form: Form) => oneOf(REASONS, field(form, 'reason'));
const to = (form: Form) => oneOf(RETURN_TO, field(form, 'to'));

const FORMS: { readonly [A in FormAct]: Reading<A> } = {
  approve: { reads: { content }, said: 'approved' },
  'approve-change': { reads: { content }, said: 'approved' },
  return: { reads: { content, to, reason, instruction }, said: 'returned' },
  'return-change': { reads: { content, reason, instruction }, said: 'returned' },
  reject: { reads: { content, reason, instruction }, said: 'rejected' },
  'record-change': { reads: {}, said: 'recorded' },
  'replace-key': { reads: {}, said: 'key-replaced' },
  'refuse-key': { reads: { instruction }, said: 'key-kept' },
  'mark-collected': { reads: {}, said: 'collected' },
  withdraw: { reads: {}, said: 'withdrawn' },
  'enter-ams': { reads: {}, said: AMS_ACTS['enter-ams'] },
  'resend-link': { reads: {}, said: AMS_ACTS['resend-link'] },
  'ca-checked': { reads: {}, said: AMS_ACTS['ca-checked'] },
  'ams-refused': { reads: { note }, said: 'ams-refused' },
};

/** Undefined when something is missing that the act needs. */
export function actOf(form: Form, renewal: string): { readonly act: OperatorAct; readonly said: Said } | undefined {
  const act = oneOf(Object.keys(FORMS) as FormAct[], field(form, 'act'));
  if (!act) return undefined;
  const { reads, said }: { reads: Readonly<Record<string, (form: Form) => string | undefined>>; said: Said } =
    FORMS[act];
  const sent = Object.entries(reads).map(([name, read]) => [name, read(form)] as const);
  if (sent.some(([, value]) => !value)) return undefined;
  return { act: { act, renewal, ...Object.fromEntries(sent) } as OperatorAct, said };
}
