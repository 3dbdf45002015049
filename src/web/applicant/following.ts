import type { Renewal, What } from '../../renewal/renewal.ts';

/** What the page names as the next thing; `end`: nothing comes after it. */
export type Following =
  | 'data-check'
  | 'letter'
  | 'change-letter'
  | 'key'
  | 'review'
  | 'passphrase'
  | 'issuance'
  | 'collect'
  | 'end';

/** What comes after the present turn if it goes well; what is on file already is passed over. */
export function following(renewal: Renewal, what: What): Following {
  const { facts, rules } = renewal;
  const afterLetter = rules.needsCsr && facts.key === undefined ? 'key' : 'review';
  switch (what) {
    case 'sign-in':
      return 'data-check';
    case 'change-values':
      return 'change-letter';
    case 'change-letter':
    case 'key':
      return 'review';
    case 'data-check':
    case 'change-review':
    case 'change-record':
      return facts.letter?.state === 'on-file' ? afterLetter : 'letter';
    case 'letter':
    case 'kept-letter':
      return afterLetter;
    case 'reading':
      return facts.change === undefined ? afterLetter : 'review';
    case 'packet':
    case 'resend-link':
      return 'passphrase';
    case 'review':
    case 'passphrase':
    case 'ca-check':
      return 'issuance';
    case 'key-replacement':
      return 'key';
    case 'issuance':
      return 'collect';
    case 'certificate-record':
    case 'collect':
      return 'end';
  }
}
