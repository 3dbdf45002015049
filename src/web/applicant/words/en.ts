import { troubles } from './troubles-en.ts';
import type { Words } from './words.ts';

export const en: Words = {
  language: 'English',
  other: 'Bahasa Indonesia',
  skip: 'Skip to the content',
  service: 'Renewal of the electronic certificate',
  help: {
    title: 'Need help?',
    call: (phone, hours) =>
      `Telephone ${phone}, during office hours (${hours}). You can also write OPERATOR in your conversation.`,
    open: (closes) => `The office is open until ${closes}.`,
    closed: (opens) => `The office is closed now and opens again on ${opens}.`,
    real: 'Where this service is announced',
    never: 'We never ask for your password or passphrase, neither in messages nor by telephone.',
  },
  link: {
    title: 'Your personal page',
    lead: (agency) => `This link was made by ${agency} for one person, to renew that person’s electronic certificate.`,
    does: 'The button below opens the page of your renewal in this browser for 12 hours. There you see where it stands, upload the letter, make the key, and collect the certificate.',
    forYou: 'If this link is not for you, simply close this page. Opening the link has changed nothing.',
    button: 'Open my page',
    another: 'Send a new link',
    anotherTo:
      'The new link is not shown here. We send it to your chat with us, if it is connected, or to your e-mail address on record.',
    sentTitle: 'A new link is on its way',
    sent: 'Open your chat with us or your inbox on record, and press the newest link. If nothing has come within a few minutes, please telephone us.',
  },
  confirm: {
    title: 'Confirm a request',
    lead: (agency) =>
      `${agency} received an e-mail with a request about the renewal of an electronic certificate. We need to be sure that this e-mail is really from you.`,
    does: 'The button below says that the e-mail is from you; what it asks for is then carried out at once. You are answered by e-mail.',
    notYou: 'If you have not sent any request, simply close this page; nothing changes.',
    button: 'Yes, that request is mine',
    doneTitle: 'Thank you, your request is confirmed',
    done: 'What your e-mail asks for is being carried out. The answer comes to your inbox. You may close this page.',
  },
  bad: troubles,
  back: 'Back to my page',
  greeting: (name) => `Welcome, ${name}`,
  number: (number) => `Renewal ${number}`,
  expires: {
    expiring: (date) => `Your present certificate is valid until ${date}.`,
    expired: (date) => `Your old certificate expired on ${date}.`,
    revoked: () => 'Your old certificate was revoked.',
  },
  renewed: (date) => `Your new certificate is valid until ${date}.`,
  turn: {
    applicant: 'Now it is your turn',
    operator: 'Now it is the operator’s turn',
    issuer: 'Now it is the issuer’s turn',
    system: 'We are working on it',
  },
  steps: {
    standard: (minutes) => `standard time ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
    whole: (minutes) => `Standard time in all: ${minutes} minutes, by the procedure (SOP).`,
    title: 'Where your renewal stands',
  },
  data: {
    title: 'Your data',
    asOf: (date) => `As on record on ${date}. NIK and NIP are masked.`,
    wrong: 'Is something wrong? Write the change in your conversation, for example: position: Head of Section.',
    empty: 'none yet',
  },
  returned: 'The operator asks for a correction',
  rejectedNext: 'When that has been settled, write RENEW in your conversation to begin a new one.',
  todo: 'What you need to do:',
  letterRefused: 'The last letter could not be accepted',
  tasks: {
    'sign-in': { title: 'Making sure it is you', text: ['Open your personal link again to sign in.'] },
    'data-check': {
      title: 'Make sure that your data is right',
      text: [
        'Look through the data further down on this page.',
        'If it is right, answer our last message with CORRECT. If something has changed, write the change.',
      ],
    },
    'change-values': {
      title: 'Complete the change of your data',
      text: [
        'Write what has changed in your conversation, for example: position: Head of Section. When that is all, write THAT IS ALL.',
      ],
    },
    'change-letter': {
      title: 'Send the data-change letter',
      text: [
        'Download the letter with your data filled in, complete the dotted lines, and sign it.',
        'Then have your head of office sign it, too, and upload it as a PDF.',
      ],
    },
    letter: {
      title: 'Send the recommendation letter',
      text: [
        'Download the letter with your data filled in, have the dotted lines completed and the letter signed by your head of office, then upload it as a PDF.',
      ],
    },
    'kept-letter': {
      title: 'Send the recommendation letter',
      text: [
        'We have kept the file you sent earlier. Answer our question in the conversation, or upload the letter here.',
      ],
    },
    key: {
      title: 'Make a new key pair',
      text: ['The key is made on this device. Its private half is never sent to us.'],
    },
    collect: {
      title: 'Your new certificate has been issued',
      text: ['Now join the certificate and your key into one .p12 file that can be installed.'],
    },
    passphrase: {
      title: 'Set your passphrase through the e-mail from BSrE',
      text: [
        'Your request is with the issuer (BSrE). Open the link in the e-mail from BSrE and set your passphrase (the password of the certificate) there: at least 8 characters, with upper and lower case letters, a digit and a symbol.',
        'If there is no e-mail, look in the spam folder, then tell us in your conversation. Do not tell the passphrase to anyone.',
      ],
    },
    'change-review': {
      title: 'The operator examines the change',
      text: ['You will hear the result in your conversation.'],
    },
    'change-record': {
      title: 'The change is being recorded',
      text: ['The operator records your change with the issuer of the certificate. Then you hear from us.'],
    },
    review: {
      title: 'The operator examines your renewal',
      text: ['Your papers are complete. You will hear the result in your conversation.'],
    },
    packet: {
      title: 'Your renewal is with the issuer',
      text: [
        'It was approved. The operator submits it to the issuer of certificates (BSrE).',
        'After that, you receive an e-mail from BSrE to set your passphrase (the password of the certificate).',
      ],
    },
    'resend-link': {
      title: 'The passphrase link will be sent again',
      text: ['The operator asks BSrE to send the link again. We will write to you when it has been sent.'],
    },
    'ca-check': {
      title: 'The operator looks at the request with the issuer',
      text: ['We will tell you the result in your conversation.'],
    },
    'certificate-record': {
      title: 'The operator checks the issuance',
      text: [
        'The operator checks whether BSrE has issued it. We will write to you as soon as the certificate is issued.',
      ],
    },
    'key-replacement': {
      title: 'The operator decides about a new key',
      text: [
        'We have noted that your key is lost. No new letter is needed. You will hear the decision in your conversation.',
        'Should you find the key after all, write OPERATOR in your conversation before it is decided.',
      ],
    },
    reading: {
      title: 'Your letter is being opened',
      text: ['This usually takes less than a minute. This page updates itself.'],
    },
    issuance: {
      title: 'The certificate is being issued',
      text: ['Your renewal was approved. This usually takes a few minutes. This page updates itself.'],
    },
  },
  idle: 'There is nothing for you to do now.',
  waiting: (date, hours) => `Waiting since ${date}. Operators work ${hours}.`,
  yours: (date) => `Your turn since ${date}.`,
  since: (date) => `Waiting since ${date}.`,
  after: {
    'data-check': 'Next step: you check your data.',
    letter: 'Next step: you send the recommendation letter.',
    'change-letter': 'Next step: you send the data-change letter.',
    key: 'Next step: you make a new key pair.',
    review: 'Next step: the operator examines what you sent.',
    passphrase: 'Next step: you set your passphrase by an e-mail from BSrE.',
    issuance: 'Next step: the certificate is issued.',
    collect: 'Next step: you collect the new certificate.',
    end: 'With this step your renewal is complete.',
  },
  outcomes: {
    completed: {
      title: 'Completed',
      text: 'Your new certificate has been issued, and this request is complete. Documents that you signed earlier stay valid.',
    },
    withdrawn: {
      title: 'Withdrawn',
      text: 'You withdrew this renewal. Write RENEW in your conversation to begin again.',
    },
    rejected: { title: 'Rejected', text: 'We are sorry: this renewal cannot be approved.' },
    lapsed: {
      title: 'Lapsed',
      text: 'We have not heard from you for a long time. Write CONTINUE in your conversation to go on; what you sent is kept.',
    },
    'not-applicant': { title: 'Closed', text: 'This renewal was closed because it was addressed to someone else.' },
  },
  upload: {
    draft: { recommendation: 'Download the filled-in letter (PDF)', change: 'Download the data-change letter (PDF)' },
    choose: { recommendation: 'The signed recommendation letter', change: 'The signed data-change letter' },
    limits: (megabytes, pages) =>
      `PDF, at most ${megabytes} MB and ${pages} pages. A scan or an electronic signature will do.`,
    send: 'Upload the letter',
    sending: 'The letter is being uploaded',
    draftInChat: 'We have sent the letter with your data filled in into the chat.',
    together: 'The recommendation letter may be sent together with it.',
    meanwhile: 'Meanwhile you can already send the recommendation letter.',
  },
  notes: {
    letter: 'We have your letter and are opening it.',
    collected: 'Thank you. We have noted that you collected the certificate.',
    'key-lost': 'We have noted it. An operator will decide about a new key.',
    'no-file': 'No file was chosen. Choose the PDF of the letter, then press Upload the letter.',
    'private-key':
      'That file holds a private key, and we do not keep it. A private key must not be sent to anybody; please do not use that key any more, and make a new one. If it belongs to a certificate that is still valid, write REVOKE MY CERTIFICATE in your conversation.',
    'not-a-pdf': 'That file is not a PDF. Save or scan the letter as PDF, then upload it again.',
    'sent-back':
      'That is exactly the file that the operator sent back. If you picked the wrong file, upload the corrected letter. If you think that the letter is right as it is, upload it once more, and an operator will examine it again.',
    encrypted:
      'That PDF is locked with a password, so we cannot open it. Save it again without a password, then upload it again. Please do not send the password.',
    photo:
      'That is a photo, and we need a PDF. On Android open Google Drive, press the plus sign, then Scan. On an iPhone open Notes, then Scan Documents. Save it as PDF, then upload it again.',
    'too-large':
      'That file is too large. Scan it again at a lower resolution (150 dpi is enough), then upload it again.',
    already: 'We have this very file already. There is no need to send it again.',
    'not-now': 'Things have changed meanwhile, so that step was not carried out. The present step is below.',
  },
  key: {
    needsScript:
      'To make a key this page needs JavaScript. Turn JavaScript on, or use another browser (Chrome, Edge, Firefox, Safari).',
    plan: [
      'You choose a passphrase for your key.',
      'This device makes the key; that takes a few seconds.',
      'You save a backup file.',
      'The request is sent. The private key stays with you.',
    ],
    where: 'Use a device of your own if you can, the one on which you will collect the certificate.',
    start: 'Begin',
    elsewhereTitle: 'The key is made in another tab',
    take: 'Go on in this tab',
    unsentTitle: 'There is a key that was not sent',
    unsent: 'A key that you made earlier in this browser has not been sent.',
    resume: 'Go on with that key',
    again: 'Make another key',
    passphraseTitle: 'Step 1 of 3: choose a passphrase',
    passphrase: 'Passphrase of the key',
    repeat: 'Repeat the passphrase',
    show: 'Show the passphrase',
    keep: 'Keep it in a safe place. It never leaves this page: we do not know it and cannot restore it.',
    strength: 'Strength of the passphrase',
    whose: 'Whose device is this?',
    own: 'My own. Keep a locked copy of the key in this browser as well.',
    shared: 'It is shared. Keep nothing in this browser, only the backup file.',
    make: 'Make the key',
    makingTitle: 'The key is being made',
    backupTitle: 'Step 2 of 3: save the backup file',
    backup: 'This file holds your key, locked. If the browser loses its data, only this file can bring the key back.',
    save: 'Save the backup file',
    have: 'The backup file is saved, and I know where it is.',
    sendTitle: 'Step 3 of 3: send the request',
    sendWhat: 'Only the public key and your name are sent.',
    send: 'Send the certificate request',
    sentTitle: 'We have your request',
    sent: 'Keep the backup file and its passphrase until the new certificate is installed. We tell you as soon as the certificate is issued.',
    replaceTitle: 'Have you lost the key or its backup file?',
    replace:
      'As long as the certificate has not been issued you can make a new key. The former one is then no longer used, and the operator examines the renewal again.',
  },
  collect: {
    validity: (from, until) => `Valid from ${from} until ${until}.`,
    old: 'The old certificate is revoked only after you say that the new one is installed.',
    needsScript: 'To make the .p12 file this page needs JavaScript.',
    keptTitle: 'Enter the passphrase of the key',
    kept: 'Your key is kept in this browser.',
    fileTitle: 'Choose the backup file',
    file: 'The key is not kept in this browser. Choose the backup file that you saved when you made the key.',
    fileName: (name) => `Its name is ${name}`,
    useFile: 'Use the backup file',
    passphrase: 'Passphrase of the key',
    show: 'Show the passphrase',
    make: 'Make the .p12 file',
    makingTitle: 'The .p12 file is being made',
    readyTitle: 'The .p12 file is ready',
    ready: 'We have tried the file on this page; it opens with the passphrase of your key.',
    save: 'Save the .p12 file',
    install: [
      'Open the saved .p12 file and enter the passphrase of your key.',
      'On Windows follow the Certificate Import Wizard; on macOS it goes to Keychain Access; in your signing application choose “import certificate”.',
      'Try it by signing one document.',
    ],
    sharedFiles:
      'On a shared computer delete the .p12 and the backup file from the downloads folder when you are done.',
    oldSystems:
      'If a computer refuses the right passphrase, it is too old for this file. Use Windows 10 version 1709 or later, or a macOS that still receives updates.',
    installTitle: 'Installing the certificate',
    filesTitle: 'Other files',
    files: {
      'certificate.pem': 'Certificate (PEM)',
      'certificate.cer': 'Certificate (DER)',
      'chain.pem': 'Certificate and chain (PEM)',
    },
    doneTick: 'The file opens, and the new certificate is installed.',
    done: 'It is installed',
    doneWhat: 'This completes the renewal.',
    oldRevoked: (hours) =>
      `The old certificate will be revoked ${hours === undefined ? 'by an operator' : hours === 0 ? 'at once' : hours === 1 ? 'an hour later' : `${hours} hours later`}.`,
    lostTitle: 'Key lost or passphrase forgotten',
    lost: 'If the backup file and the key are lost, or the passphrase is forgotten, this certificate cannot be used. An operator can approve a new key without a new letter.',
    lostTick: 'I have looked for the backup file and tried its passphrase, without success.',
    lostButton: 'Yes, my key is lost',
    again: 'Do you need the .p12 file once more?',
    forgetTitle: 'The key in this browser',
    forget: 'Remove the key from this browser',
    forgetWhat:
      'Once the certificate is installed and the backup file is saved, the key in this browser is no longer needed.',
  },
  mini: {
    title: 'Your renewal',
    opening: 'Your renewal is being opened …',
    needsScript: 'This page needs JavaScript. Write STATUS in the chat to see where your renewal stands.',
    signIn: 'Close this page and answer our last message in the chat. Then you are signed in.',
    inBrowser:
      'This step is done in a browser (Chrome, Edge, Firefox or Safari), because Telegram cannot save the key file. Press this button, and we send the link to your personal page into this chat.',
    sendLink: 'Send the link into the chat',
    linkSent: 'The link is in this chat. Close this page, then open the link in Chrome, Edge, Firefox or Safari.',
    close: 'Close this page',
  },
  otherBrowser: {
    title: 'Open it in another browser',
    key: 'This browser cannot save the key file, and neither can the one inside Telegram, WhatsApp and similar apps. Copy this link and open it in Chrome, Edge, Firefox or Safari.',
    other:
      'Status and upload work here. To make the key and collect the certificate, copy this link and open it in Chrome, Edge, Firefox or Safari.',
    copy: 'Copy the link',
    lost: 'Go back to our message, press and hold the link, and choose “Open in browser”.',
    address: 'Your personal link',
  },
};
