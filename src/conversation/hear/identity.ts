import type { Applicant } from '../conversation.ts';
import { isChat } from '../inbound.ts';
import type { Line } from '../line.ts';
import type { Meaning } from '../meaning.ts';
import type { Turn } from '../turn.ts';
import { unknownIn } from '../words/clause.ts';
import { gist } from '../words/match.ts';
import { plain } from '../words/normal.ts';
import { understand } from '../words.ts';

/** Documents of somebody we do not know yet wait in his conversation; more than this is a flood. */
const WAITING_DOCUMENTS = 10;

/**
 * SOP activity 2: who is this? Codes, numbers and deep links. Returns whether the message was only about that, so that
 * nothing else is looked for in it.
 */
export function hearIdentity(turn: Turn, meanings: readonly Meaning[]): boolean {
  if (answersBinding(turn, meanings)) return true;
  if (turn.known.link !== undefined && bindingAsked(turn) === undefined) return deepLink(turn);
  const code = meanings.some(({ means }) => means === 'code');
  if (code && turn.known.code !== undefined) return codeHeard(turn);
  if (turn.proven !== undefined) return false;
  if (meanings.some(({ means }) => means === 'new-code'))
    return codeSent(turn, { say: 'code-sent', again: true }, () => turn.act({ act: 'challenge-again' }));
  const number = numberIn(meanings);
  if (number === undefined && oddNumber(turn, meanings)) return true;
  if (number === undefined || isKnownMail(turn)) return false;
  if (meanings.some(({ means }) => means === 'no-mailbox')) return noMailbox(turn);
  const { kind, value } = number;
  return codeSent(turn, { say: 'code-sent' }, () => turn.act({ act: 'challenge', number: { kind, value } }));
}

type Told = Pick<Extract<Meaning, { means: 'number' }>, 'kind' | 'value'>;

/** "Nama: ..., NIP: ..., Jabatan: ...": a form says who he is where that is not known yet, and changes nothing. */
function numberIn(meanings: readonly Meaning[]): Told | undefined {
  const number = meanings.find((meaning) => meaning.means === 'number');
  if (number !== undefined) return number;
  const { nip, nik } = meanings.find((meaning) => meaning.means === 'change')?.changes ?? {};
  const digits = (text: string) => text.replace(/\D/g, '');
  if (nip !== undefined) return { kind: 'nip', value: digits(nip) };
  return nik === undefined ? undefined : { kind: 'nik', value: digits(nik) };
}

/** The only way in for somebody whose mailbox is lost is an operator who knows him: a code would lie there unread. */
export function noMailbox(turn: Turn): true {
  turn.understood = true;
  turn.act({ act: 'call-operator', why: 'asked' });
  turn.say({ say: turn.proven === undefined ? 'no-mailbox' : 'person-called' });
  return true;
}

/** A digit was lost or doubled: it is said which number has how many. */
function oddNumber(turn: Turn, meanings: readonly Meaning[]): boolean {
  const odd = meanings.find((meaning) => meaning.means === 'odd-number');
  if (odd === undefined || isKnownMail(turn) || !turn.state.greeted) return false;
  turn.understood = true;
  turn.ask({ what: 'number', about: 'number' }, { say: 'number-odd', digits: odd.digits });
  return true;
}

/** The same words in every case: who asks must not learn which numbers are known. */
function codeSent(turn: Turn, told: Line, challenge: () => void): true {
  if (turn.known.withoutMail) return noMailbox(turn);
  turn.understood = true;
  if (turn.known.codeLimit) {
    turn.say({ say: 'code-limit' });
  } else {
    challenge();
    turn.ask({ what: 'code', about: 'code' }, told);
  }
  return true;
}

/** A right code proves who writes, and what else the message says is heard with that proof. */
function codeHeard(turn: Turn): boolean {
  turn.understood = true;
  const { code, codeLeft = 0, codeApplicant } = turn.known;
  if (code === 'right' && codeApplicant !== undefined) {
    becomes(turn, codeApplicant, 'code');
    return false;
  }
  // A person who is known already may write six digits for any reason; nothing changes by them.
  if (turn.proven !== undefined) {
    turn.say({ say: 'code-unasked' });
    turn.follow = 'pending';
  } else if (code === 'wrong') turn.ask({ what: 'code', about: 'code' }, { say: 'code-wrong', left: codeLeft });
  else if (code === 'spent') turn.ask({ what: 'code', about: 'code' }, { say: 'code-spent' });
  else turn.ask({ what: 'number', about: 'number' }, { say: 'code-unasked' });
  return true;
}

/** People forward links: the deep link is asked back once before this chat becomes its applicant's. */
function deepLink(turn: Turn): true {
  const { link } = turn.known;
  turn.understood = true;
  if (link === undefined || 'bad' in link) {
    if (turn.proven === undefined) turn.ask({ what: 'number', about: 'number' }, { say: 'link-bad' });
    // Opened once more by whom it has let in: he needs neither link nor code.
    else turn.follow = 'next';
  } else if (turn.proven !== undefined && turn.applicant?.id === link.applicant.id) {
    turn.follow = 'next';
  } else {
    turn.ask({ what: 'confirm-bind', about: link.link }, { say: 'bind-ask', name: link.applicant.data.name });
  }
  return true;
}

const isNotHim = ({ means }: Meaning): boolean => means === 'no' || means === 'not-me';
/** Whose name is merely misspelt it is all the same. */
const ANOTHER_NAME = /\bbukan nama saya\b|\b(?:not my|wrong) name\b/;

/** "Itu nama bapak saya": of somebody else, in words that are forms of address elsewhere. */
const RELATIVE =
  /\b(?:itu|ini|nama|punya|milik|akun)\s+(?:bapak|ibu|pak|bu|kakak|adik|om|tante)\s+(?:saya|kami|aku)\b/i;

/** Ways of answering "is it you?" that answer nothing else. Declining is safe, whatever follows it. */
const REFUSES = /^(?:bukan|tidak|salah|no|nope|nah|not)\b/;
const IT_IS_ME =
  /^(?:dengan hormat )?(?:(?:iya|betul|benar) )?(?:(?:ini|itu) )?(?:memang )?(?:akun|nama|alamat|email|nomor) (?:ini |itu |tersebut )?(?:memang )?(?:milik|punya) saya$|^(?:(?:iya|betul|benar) )?(?:(?:ini|itu) )?(?:memang )?(?:akun |nama )?saya(?: sendiri| yang (?:bersangkutan|punya)| pemilik)?$|^(?:(?:yes|yep|yup|yeah) )?(?:thats|its|(?:this|that|it) is|i am|im) me$|^(?:(?:yes|yep|yup|yeah) )?(?:thats|its|(?:this|that|it) is) my (?:account|name|number|chat|email)$/;

/** What may stand beside "it is me": whoever asks something first has not decided. */
const BESIDE_ME: ReadonlySet<Meaning['means']> = new Set<Meaning['means']>([
  ...(['unknown', 'greeting', 'thanks', 'renew', 'resume', 'yes'] as const),
]);

/** "S.Kom.", "M. Si" behind a name. */
const DEGREES = /\b\p{Lu}\.\s?\p{L}{1,5}\b/gu;
/** What may be said of oneself beside the name. */
const OF_HIMSELF: ReadonlySet<string> = new Set(
  'sendiri bersangkutan orang nama akun nomor alamat email milik pemilik asli punya sertifikat its is me am thats'
    .split(' ')
    .map(plain),
);

/** "Iya, saya Siti": the name that the link was made for says no more than "saya". */
function withoutName({ known: { link }, heard }: Turn): string {
  const name = link !== undefined && 'applicant' in link ? gist(link.applicant.data.name).split(' ') : [];
  return heard.text.replace(DEGREES, ' ').replace(/\p{L}+/gu, (word) => (name.includes(gist(word)) ? '' : word));
}

function answersBinding(turn: Turn, meanings: readonly Meaning[]): boolean {
  const { question, outdated } = turn.conversation;
  if (question?.what !== 'confirm-bind') return false;
  // Words that came late, or from others, have lost their meanings by now.
  const written = turn.heard.meanings.length > 0 && !turn.heard.pressed ? turn.heard.text : '';
  const text = written && withoutName(turn);
  const said = gist(text.split(/[,.;!\n]/)[0]!);
  const no = REFUSES.test(said) || ANOTHER_NAME.test(gist(written)) || meanings.some(isNotHim);
  const agrees =
    IT_IS_ME.test(said) ||
    IT_IS_ME.test(gist(text)) ||
    [...meanings, ...understand(text)].some(({ means }) => means === 'yes');
  // "Betul, saya Budi": what was not understood may be another name than the one that the link was made for.
  const another = unknownIn(text).some((word) => word.length > 1 && !OF_HIMSELF.has(word)) || RELATIVE.test(written);
  const yes = agrees && !another && meanings.every(({ means }) => BESIDE_ME.has(means));
  if (yes === no) return false;
  const { link } = turn.known;
  turn.understood = true;
  if (no) turn.ask({ what: 'number', about: 'number' }, { say: 'bind-declined' });
  else if (outdated || link === undefined || 'bad' in link)
    turn.ask({ what: 'number', about: 'number' }, { say: 'link-bad' });
  else becomes(turn, link.applicant, 'link');
  return true;
}

/** The applicant of the link that was asked back and still can be used; what else is said meanwhile is answered first. */
function bindingAsked({ conversation: { question, outdated }, known: { link } }: Turn): Applicant | undefined {
  if (question?.what !== 'confirm-bind' || outdated || link === undefined || 'bad' in link) return undefined;
  return link.link === question.about ? link.applicant : undefined;
}

function becomes(turn: Turn, applicant: Applicant, method: 'code' | 'link'): void {
  turn.act({ act: 'bind', applicant: applicant.id, method });
  turn.applicant = applicant;
  turn.proven = method;
  turn.say({ say: 'signed-in', name: applicant.data.name });
  turn.follow = 'next';
}

/**
 * A proven message is itself the sign-in, whatever else it says. What was sent before we knew for whom it was is now
 * kept in his renewal.
 */
export function signIn(turn: Turn): void {
  const { proven } = turn;
  if (proven === undefined || turn.heard.late !== undefined) return;
  for (const renewal of turn.open) turn.apply(renewal, { is: 'signed-in', method: proven });
  const [renewal] = turn.open;
  if (renewal === undefined || turn.conversation.question?.what === 'letter-which') return;
  for (const document of turn.state.undecided) turn.apply(renewal, { is: 'document-kept', ...document });
  turn.state = { ...turn.state, undecided: [] };
}

/** Who writes from the address on record but proves nothing. He may ask, talk and send files. */
export function isKnownMail(turn: Turn): boolean {
  return turn.proven === undefined && turn.applicant !== undefined && !isChat(turn.conversation.channel);
}

/**
 * The gate before everything that confirms, changes, withdraws or binds. True: go on. Otherwise the person was told
 * how to prove who he is, and nothing happens by this message.
 */
export function mayAct(turn: Turn): boolean {
  if (turn.proven !== undefined && turn.applicant !== undefined) return true;
  turn.understood = true;
  turn.follow = 'nothing';
  if (isKnownMail(turn)) {
    turn.act({ act: 'ask-proof' });
    turn.say({ say: 'proof-needed' });
  } else askWho(turn);
  return false;
}

/** Asks a stranger for his number, with all he has to know about us the first time. */
export function askWho(turn: Turn): void {
  const { question } = turn.conversation;
  const named = bindingAsked(turn);
  if (named !== undefined) {
    turn.ask({ what: 'confirm-bind', about: question!.about }, { say: 'bind-ask', name: named.data.name });
    return;
  }
  if (question?.what === 'code' && turn.state.greeted) {
    turn.ask({ what: 'code', about: 'code' }, { say: 'code-still' });
    return;
  }
  // Who we are, and that nobody asks for a password, was the answer to "apakah ini penipuan?".
  const brief = turn.state.explained === 'is-it-real' && { brief: true as const };
  turn.ask(
    { what: 'number', about: 'number' },
    turn.state.greeted ? { say: 'ask-number' } : { say: 'welcome', ...brief },
  );
  turn.state = { ...turn.state, greeted: true };
}

/** Keeps a document in the conversation until there is a renewal for it. */
export function holdDocument(turn: Turn, document: { document: string; hash: string; name: string }): void {
  const { undecided } = turn.state;
  if (undecided.length >= WAITING_DOCUMENTS || undecided.some((each) => each.hash === document.hash)) return;
  const { document: id, hash, name } = document;
  turn.state = { ...turn.state, undecided: [...undecided, { document: id, hash, name }] };
}
