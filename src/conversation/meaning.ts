import type { Changes, Field, LinkState } from '../renewal/renewal.ts';

/** Nothing was understood but the topic: an answer to that says more than "please repeat". */
type Guess = { readonly guessed?: true };

/**
 * What a person may mean. The words that mean it stand in one table (words.ts); a pressed button carries one of these
 * as well, so that both go the same way.
 */
export type Meaning =
  | { readonly means: 'yes' } // it is right; I confirm
  | { readonly means: 'no' } // a plain no, in answer to a question
  | { readonly means: 'wrong'; readonly fields: readonly Field[] } // something is not right, perhaps which
  | { readonly means: 'change'; readonly changes: Changes } // field and new value, one or several
  | { readonly means: 'that-is-all' } // no further changes
  | { readonly means: 'more' } // another change
  | { readonly means: 'cancel-change'; readonly fields?: readonly Field[] } // the data was right after all; fields: no more than that of these
  | { readonly means: 'not-now'; readonly days?: number } // later; 1 = tomorrow
  | { readonly means: 'help' }
  | { readonly means: 'person' }
  | { readonly means: 'no-mailbox' } // I cannot open the mailbox on record
  | { readonly means: 'status' }
  | { readonly means: 'language'; readonly to: 'id' | 'en' }
  | { readonly means: 'withdraw' }
  | { readonly means: 'stop' } // stop writing to me
  | { readonly means: 'secret'; readonly key?: true } // a password or passphrase was sent, or a private key
  | { readonly means: 'forgotten-passphrase' }
  | { readonly means: 'how-long' }
  | { readonly means: 'which-documents' }
  | { readonly means: 'cost' }
  | ({ readonly means: 'about-letter' } & Guess)
  | ({ readonly means: 'about-key' } & Guess)
  | { readonly means: 'about-installing' } // which password is asked for? the file does not open
  | { readonly means: 'about-helpers' } // may somebody else do it for me? I am his staff
  | { readonly means: 'is-it-real' } // is this fraud? who are you?
  | { readonly means: 'is-it-robot' } // is this a person or a machine?
  | { readonly means: 'old-documents' } // do my earlier signatures stay valid?
  | { readonly means: 'hurry' } // please be quick, I need it by tomorrow
  | { readonly means: 'not-renewing' } // what if I do not, and by when must I?
  | { readonly means: 'deadline' } // by when must I, or the letter be there?
  | { readonly means: 'channels' } // by WhatsApp? must I come?
  | { readonly means: 'first-certificate' } // I have never had one
  | { readonly means: 'about-number' } // why a NIP? I have none, or do not know it
  | { readonly means: 'about-data' } // where is it from, and why is it masked?
  | ({ readonly means: 'about-passphrase' } & Guess) // what is it, what may it be?
  | ({ readonly means: 'about-device' } & Guess) // on a telephone? on a shared computer?
  | ({ readonly means: 'how-to-install' } & Guess)
  | { readonly means: 'not-working'; readonly supposed?: true } // installed, and the application does not sign with it; or what if so?
  | { readonly means: 'tedious' } // too much trouble, says he, or asks whether it is
  | { readonly means: 'complaint' } // about us, not about his certificate
  | { readonly means: 'other-data' } // rank, home address: data that a certificate does not have
  | { readonly means: 'if-rejected' } // what if it is not approved?
  | { readonly means: 'why-rejected' } // why was it rejected, or sent back?
  | { readonly means: 'apply-again' } // can I apply again, later or after this one has ended?
  | { readonly means: 'if-moving' } // what if I go to another office?
  | { readonly means: 'if-retiring' } // what if I retire?
  | { readonly means: 'greeting' }
  | { readonly means: 'thanks'; readonly ack?: true } // ack: "oke", "siap": he has heard, and answers no question by it
  | { readonly means: 'not-me' }
  | { readonly means: 'left'; readonly why: 'left' | 'retired' | 'moved' | 'died' }
  | { readonly means: 'device-lost' } // key, laptop or phone lost or stolen: revocation
  | { readonly means: 'revoke' } // my certificate shall be revoked
  | { readonly means: 'revocation' } // was it revoked, or when will it be? A question, no wish
  | { readonly means: 'keep-certificate' } // it shall not, after all
  | { readonly means: 'unused' } // nobody needs the certificate any more: a reason, no wish
  | { readonly means: 'key-lost' } // the key made for this renewal is gone (browser cleared, backup lost, its passphrase forgotten)
  | { readonly means: 'code'; readonly digits: string }
  | { readonly means: 'new-code' } // send the code again
  | { readonly means: 'odd-number'; readonly digits: number } // nearly a NIP or NIK: so many digits
  // signed: below the text, where it says who wrote and changes nothing
  | {
      readonly means: 'number';
      readonly kind: 'nip' | 'nik' | 'email';
      readonly value: string;
      readonly signed?: true;
    }
  | { readonly means: 'renew' } // I want to renew my certificate
  | { readonly means: 'resume' } // take it up again ("lanjut")
  | { readonly means: 'page' } // send me the link again
  | { readonly means: 'collected' } // the certificate is installed and works
  | { readonly means: 'wrong-file' } // what he sent is not the letter that he meant
  | { readonly means: 'sent' } // "sudah", of the letter that was asked for; only said of a place
  | { readonly means: 'key-made' } // the new key, on his page
  | { readonly means: 'arrived' } // what we or the CA sent him is there: nothing is done with it yet
  | { readonly means: 'link'; readonly state: LinkState } // the CA's link to set the passphrase: done, not come, or too old
  | { readonly means: 'letter-is'; readonly letter: 'recommendation' | 'change' } // answer to "which letter is this?"
  | { readonly means: 'certificate'; readonly id: string } // answer to "which certificate?" (button only)
  | { readonly means: 'unknown' };
