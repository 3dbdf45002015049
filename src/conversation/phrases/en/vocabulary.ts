import type { Vocabulary } from '../catalogue.ts';
import { answers } from './answers.ts';
import { channels } from './channels.ts';
import { fields } from './fields.ts';
import { forOperators } from './for-operators.ts';

export const vocabulary: Vocabulary = {
  fields,
  channels,
  letters: {
    recommendation: 'recommendation letter (Surat Rekomendasi)',
    change: 'data-change letter (Surat Permohonan Perubahan Data)',
  },
  reasons: {
    'letter-unreadable': {
      why: 'The letter cannot be read.',
      todo: 'Scan the letter again, upright and in good light, and send it as a PDF.',
      anew: 'Have a clear and straight scan of the letter ready.',
    },
    'letter-unsigned': {
      why: 'The letter is not signed.',
      todo: 'Have the letter signed by your head of office and send it again as a PDF.',
      anew: 'Have your letter signed by your head of office.',
    },
    'letter-wrong-person': {
      why: 'The letter was written for somebody else.',
      todo: 'Send a letter that carries your own name and NIP.',
      anew: 'Have a letter ready that carries your own name and NIP.',
    },
    'letter-wrong-data': {
      why: 'The data in the letter differs from your data on record.',
      todo: 'Use the letter that we prepared, which already carries the newest data. Have it signed by your head of office, then send it as a PDF.',
      anew: 'In the new request, use the letter that we prepare, which carries the newest data.',
    },
    'letter-incomplete': {
      why: 'The letter is not complete.',
      todo: 'Make sure that it has a number, a date, and the name and signature of your head of office, and send it again.',
      anew: 'Make sure that the letter has a number, a date, and the name and signature of your head of office.',
    },
    'letter-not-a-recommendation': {
      why: 'The file is not a recommendation letter.',
      todo: 'Send the recommendation letter from your head of office as a PDF.',
      anew: 'Have the recommendation letter from your head of office ready.',
    },
    'change-not-proven': {
      why: 'The letter you sent does not support the change.',
      todo: 'Send a data-change letter that names every change.',
      anew: 'Have a data-change letter ready that names every change.',
    },
    'change-letter-incomplete': {
      why: 'The data-change letter is not complete.',
      todo: 'Make sure that it has a number, a date, the reason for the change, your signature and that of your head of office, and send it again.',
      anew: 'Make sure that the letter has a number, a date, the reason for the change, your signature and that of your head of office.',
    },
    'data-incomplete': {
      why: 'Your data is not complete.',
      todo: 'Check your data again and write what is still missing or not right.',
      anew: 'Have the data ready that is still missing.',
    },
    'key-unsuitable': {
      why: 'The new key pair cannot be used.',
      todo: 'Make a key pair once more on your personal page.',
      anew: 'In the new request, make a key pair once more on your personal page.',
    },
    'not-employed': {
      why: 'According to the staff records you no longer work at this organisation.',
      todo: 'If this is a mistake, write OPERATOR, then send your latest letter of appointment (SK) as a PDF.',
    },
    'not-entitled': {
      why: 'The position on record does not need an electronic certificate.',
      todo: 'If you think this is a mistake, ask your head of office to contact an operator.',
    },
    duplicate: {
      why: 'This certificate has already been renewed by another request.',
      todo: 'Use the certificate from that request. If you have not received it, write OPERATOR.',
    },
    other: { why: 'The explanation is below.', todo: 'Write OPERATOR, and an operator will explain it to you.' },
  },
  letterRefusals: {
    'not-a-pdf':
      'What is in the file is not a PDF, although its name may say so. Save or scan the letter as a PDF and send it again.',
    'too-large': 'The file is too large. Scan it at a lower resolution (150 dpi is enough) and send it again.',
    'too-many-pages': 'It has too many pages. Send only the pages of the letter, without other enclosures.',
    encrypted:
      'The PDF is locked with a password, so we cannot open it. Save it again without a password and send it again. Please do not send the password.',
    'active-content':
      'The PDF contains a small program or another file, which we do not open for safety. Scan the letter or save it again as an ordinary PDF, and send it again.',
    unreadable:
      'The PDF is damaged or incomplete. Open it on your own device to check it, save it again, and send it again.',
    'sent-back':
      'It is exactly the file that the operator sent back, so nothing in it has been corrected. If you picked the wrong file, send the corrected letter. If you think that the letter is right as it is, send it once more, and an operator will examine it again.',
    empty:
      'The file is empty: there is nothing in it, usually because it was not saved or downloaded to the end. Open it on your own device to check it, save it again, and send it again.',
  },
  requestRefusals: {
    'not-a-request':
      'The file is not a certificate request, or it was damaged on its way. Send the request file itself (usually named .csr or .pem), without changing it.',
    'too-large':
      'The file is too large for a certificate request, which needs a few lines only. Send the request file alone (usually named .csr or .pem).',
    'trailing-bytes':
      'The file contains something besides the certificate request, so we cannot be sure what was meant. Send the request file as it was made, without adding to it.',
    algorithm:
      'The request was signed in an old way that is no longer safe, or in one that does not suit its key. Make the request again with the SHA-256 method.',
    'bad-signature':
      'The request does not prove that you hold the key: the signature in it does not match. The file may have been changed on its way, or its key belongs to something else. Make the request again.',
    'key-type':
      'Keys of this kind are not used for electronic certificates. A new key has to be RSA or EC (P-256 or P-384).',
    'key-encoding':
      'The kind of the key is right, but the program that made the request wrote the key down in an unusual way, which other programs may misread. Make the request again with another program.',
    'key-size':
      'The length of the key does not meet the security requirements. A new key has to be RSA of 2048, 3072 or 4096 bits.',
    'key-exponent':
      'The key was made with an unusual setting, which makes its signatures easier to forge. A new key made with the ordinary setting (exponent 65537) can be used.',
    'key-small-factor':
      'The key is weak: it was calculated wrongly, so that others can work out its secret part. Its program or device is faulty. Make a new key with another one, and please do not use this key anywhere else.',
    'key-close-primes':
      'The key is weak: the two secret numbers in it lie too close together, so that others can work them out within seconds. Its program or device is faulty. Make a new key with another one, and please do not use this key anywhere else.',
    'key-roca':
      'The key is weak: it comes from a chip or card with a known flaw (ROCA), and others can work out its secret part. Make a new key without that chip or card, and please do not use this key anywhere else.',
    'key-point':
      'The key is wrong in itself: no secret part can belong to it, so nothing signed with it would be valid. Make a new key.',
    'key-blocked':
      'The key is on the list of keys whose secret part is known to others, so anybody could sign documents in your name with it. Make a new key, and please do not use this key anywhere else.',
    'key-seen':
      'The key has been used before, in an earlier certificate or request, and a renewal needs a key that is entirely new. Make a new key.',
  },
  refusals: {
    over: 'This request has ended, so nothing was changed. Write RENEW if you would like to start a new one.',
    'not-signed-in':
      'Before that, we have to make sure who you are. Please write your NIP (18 digits) or your e-mail address on record.',
    'not-now': 'That cannot be done at this step, so nothing was changed. Write STATUS to see where your request is.',
    outdated:
      'Your request has changed in the meantime, so we did not use that answer. Please look at the current state.',
    'same-operator': 'Another operator has to decide this: nobody may decide twice or approve his own entry.',
    already: 'That is already on record, so there is no need to repeat it.',
    issuing:
      'The certificate is being issued, so the request can no longer be changed or withdrawn. Write OPERATOR if something is wrong.',
  },
  outcomes: {
    completed: 'completed',
    withdrawn: 'withdrawn by the applicant',
    rejected: 'rejected',
    lapsed: 'closed because we heard nothing',
    'not-applicant': 'closed because the recipient was not the applicant',
  },
  bases: { expiring: 'about to expire', expired: 'expired', revoked: 'revoked' },
  whats: {
    'sign-in': 'sign-in (making sure who you are)',
    'data-check': 'the data check',
    'change-values': 'the new values of the data',
    'change-letter': 'the data-change letter',
    letter: 'the recommendation letter',
    'kept-letter': 'an answer about the file we kept',
    key: 'the new key pair',
    collect: 'collecting and installing the certificate',
    passphrase: 'setting the passphrase behind the link from BSrE',
    'change-review': 'the examination of the data change',
    'change-record': 'entering the data change in AMS',
    review: 'the examination of the request',
    packet: 'the certificate application in AMS',
    'resend-link': 'sending the passphrase link again from AMS',
    'ca-check': 'a look at the request in AMS',
    'certificate-record': 'the record of the certificate issued in AMS',
    'key-replacement': 'the decision on replacing the key',
    reading: 'the reading of the letter',
    issuance: 'the issuance of the certificate',
  },
  acts: {
    'sign-in': 'make sure that we know it is you',
    'data-check': 'check whether your data is still right',
    'change-values': 'write what has changed in your data',
    'change-letter': 'send the data-change letter',
    letter: 'send the recommendation letter',
    'kept-letter': 'answer our question about the file we kept',
    key: 'make a new key pair on your personal page',
    collect: 'collect and install the new certificate',
    passphrase: 'set your passphrase through the e-mail from BSrE',
    'change-review': 'examine the change of your data',
    'change-record': 'enter the change of your data',
    review: 'examine your request',
    packet: 'apply to BSrE for your certificate',
    'resend-link': 'have BSrE send the passphrase link again',
    'ca-check': 'ask BSrE about your request',
    'certificate-record': 'record the certificate that was issued',
    'key-replacement': 'decide on replacing your key',
    reading: 'open your letter',
    issuance: 'issue your certificate',
  },
  whoseTurn: {
    applicant: 'your turn',
    operator: 'the operator’s turn',
    issuer: 'the issuer’s turn',
    system: 'our system’s turn',
  },
  activities: {
    1: 'Expiry notice',
    2: 'Sign-in',
    3: 'Data check',
    4: 'Data change',
    5: 'Recommendation letter and request',
    6: 'Issuance of the certificate',
  },
  stepStates: {
    done: 'done',
    now: 'now',
    perhaps: 'if something has changed',
    next: 'next',
    later: 'after that',
    'not-needed': 'not needed',
    left: 'not carried out',
  },
  forOperators,
  answers,
};
