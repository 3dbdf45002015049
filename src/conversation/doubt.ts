import type { Question } from './conversation.ts';
import type { Meaning } from './meaning.ts';

type Means = Meaning['means'];

/** What is asked back, by the meaning that led to the question. */
const ASKED_BACK: Partial<Record<Question['what'], Means>> = {
  'confirm-withdraw': 'withdraw',
  'confirm-stop': 'stop',
  'confirm-not-me': 'not-me',
  'confirm-left': 'left',
  'confirm-device-lost': 'device-lost',
  'confirm-key-lost': 'key-lost',
  'confirm-revoke': 'revoke',
  'confirm-collected': 'collected',
};

/** Beside any of these a yes is a manner of speaking ("ya, tapi ..."), not an answer. */
const UNDOES_YES: readonly Means[] = [
  'wrong',
  'change',
  'more',
  'cancel-change',
  'not-now',
  'person',
  'no-mailbox',
  'renew',
  'withdraw',
  'stop',
  'not-me',
  'left',
  'device-lost',
  'key-lost',
  'revoke',
  'keep-certificate',
];
/** And beside these a no only leads up to what is meant ("tidak, jabatannya salah"). */
const EXPLAINS_NO: readonly Means[] = [
  'wrong',
  'change',
  'not-now',
  'more',
  'person',
  'no-mailbox',
  'help',
  'keep-certificate',
  'letter-is',
];

/**
 * What remains of a message once its doubts are taken out. A doubt is never taken for a yes: of a yes and a no, or a
 * yes and an objection, the yes goes. Repeating a wish together with the answer to "do you really want that?" is not a
 * doubt but the same thing twice.
 */
export function withoutDoubts(meanings: readonly Meaning[], asked: Question['what'] | undefined): readonly Meaning[] {
  const answered = meanings.some(({ means }) => means === 'yes' || means === 'no');
  const repeated = answered && asked !== undefined ? ASKED_BACK[asked] : undefined;
  let rest = meanings.filter(({ means }) => means !== repeated && means !== 'unknown');
  const has = (means: Means) => rest.some((each) => each.means === means);
  const drop = (...gone: Means[]) => {
    rest = rest.filter(({ means }) => !gone.includes(means));
  };
  if (UNDOES_YES.some(has)) drop('yes');
  // Before the no is explained away: the yes beside it would be left alone.
  if (has('yes') && has('no')) drop('yes', 'no');
  if (EXPLAINS_NO.some(has)) drop('no');
  // "Sudah benar, lalu bagaimana?": what comes next is the answer.
  if (has('yes')) drop('help');
  if (has('no-mailbox')) drop('person');
  if (has('change')) {
    drop('more');
    // "Unit jadi X, jabatan tidak jadi diubah" says both.
    rest = rest.filter((each) => each.means !== 'cancel-change' || each.fields !== undefined);
  }
  // "Email saya sudah mati, pakai a@b.go.id": for who is known already that is a change and no lost way in.
  if (has('change') && asked !== 'number' && asked !== 'code') drop('no-mailbox');
  if (has('cancel-change')) drop('that-is-all');
  return rest;
}
