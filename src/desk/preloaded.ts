import type { Inbound } from '../conversation/inbound.ts';
import type { Meaning } from '../conversation/meaning.ts';
import { understand } from '../conversation/words.ts';
import type { Entered } from '../renewal/data.ts';
import type { CertificateRow, NoticeRow, QuestionRow, SentRow, Tx } from './store.ts';

type Talk = {
  readonly contacts: readonly string[];
  readonly questions: readonly QuestionRow[];
  readonly sent: readonly SentRow[];
  readonly asked: readonly QuestionRow[];
  readonly mailboxes: readonly string[];
  readonly replies: ReadonlyMap<string, number>;
};

/** The numbers that the rows of an import name, and what is on record under them. */
type Named = {
  readonly people: readonly Entered[];
  readonly nips: readonly string[];
  readonly niks: readonly string[];
  readonly serials: readonly string[];
  readonly byNip: ReadonlyMap<string, string>;
  readonly byNik: ReadonlyMap<string, string>;
  readonly certificates: readonly CertificateRow[];
  readonly issued: ReadonlySet<string>;
};

/**
 * What was looked up ahead for a whole batch, and is looked up one by one where it was not. What a message of the same
 * batch may change is given out once: whoever comes after it looks again.
 */
export class Preloaded {
  private readonly tx: Tx;
  private readonly questions = new Map<string, QuestionRow | undefined>();
  private readonly questionsOfMessages = new Map<string, QuestionRow | undefined>();
  private readonly replies = new Map<string, number>();
  private readonly notices = new Map<string, NoticeRow | undefined>();
  private readonly meanings = new Map<Inbound, readonly Meaning[]>();
  private readonly applicants = new Map<string, string | undefined>();
  private readonly certificates = new Map<string, readonly CertificateRow[]>();
  private readonly foreign = new Set<string>();
  private readonly rows = new Map<string, Entered>();
  private sent: readonly SentRow[] | undefined;
  /** All of the batch are rows of an import, and what they name was looked up. */
  hasNamed = false;

  constructor(tx: Tx) {
    this.tx = tx;
  }

  keepTalk({ contacts, questions, sent, asked, mailboxes, replies }: Talk): void {
    for (const contact of contacts) this.questions.set(contact, undefined);
    for (const question of questions) this.questions.set(question.contact, question);
    for (const { id } of sent) this.questionsOfMessages.set(id, undefined);
    for (const question of asked) this.questionsOfMessages.set(question.message, question);
    for (const mailbox of mailboxes) this.replies.set(mailbox, replies.get(mailbox) ?? 0);
    this.sent = sent;
  }

  keepNotices(due: readonly { certificate: string; threshold: number }[], rows: readonly NoticeRow[]): void {
    for (const each of due) this.notices.set(noticeKey(each), undefined);
    for (const row of rows) this.notices.set(noticeKey(row), row);
  }

  keepNamed({ people, nips, niks, serials, byNip, byNik, certificates, issued }: Named): void {
    this.hasNamed = true;
    for (const row of people) this.rows.set(byNip.get(row.nip) ?? '', row);
    for (const nip of nips) this.applicants.set(`nip\n${nip}`, byNip.get(nip));
    for (const nik of niks) this.applicants.set(`nik\n${nik}`, byNik.get(nik));
    const bySerial = Map.groupBy(certificates, ({ serial }) => serial);
    for (const serial of serials) {
      this.certificates.set(serial, bySerial.get(serial) ?? []);
      if (!issued.has(serial)) this.foreign.add(serial);
    }
  }

  /** What a message means by its words alone. */
  meaningsOf(message: Inbound): readonly Meaning[] {
    const known = this.meanings.get(message) ?? understand(message.text);
    this.meanings.set(message, known);
    return known;
  }

  /** The last unanswered question of a contact. */
  async latestQuestion(contact: string): Promise<QuestionRow | undefined> {
    if (this.questions.has(contact)) return taken(this.questions, contact);
    return (await this.tx.latestQuestions([contact]))[0];
  }

  async questionOf(message: string): Promise<QuestionRow | undefined> {
    if (this.questionsOfMessages.has(message)) return taken(this.questionsOfMessages, message);
    return (await this.tx.questionsOfMessages([message]))[0];
  }

  /** The message of ours that this token came with. What a batch answers was sent before it. */
  async sentWith(token: string): Promise<SentRow | undefined> {
    return (this.sent ?? (await this.tx.sentByToken([token]))).find((row) => row.token === token);
  }

  /** Messages of ours that a channel calls by these names; with a contact, only what was sent there. */
  async sentAs(names: readonly string[], contact?: string): Promise<readonly SentRow[]> {
    const rows = this.sent ?? (await this.tx.sentAs(names));
    return rows.filter((row) => names.includes(row.sentAs ?? '') && (contact === undefined || row.contact === contact));
  }

  async repliesSince(contact: string, since: Date): Promise<number> {
    const known = taken(this.replies, contact);
    return known ?? (await this.tx.repliesSince([contact], since)).get(contact) ?? 0;
  }

  /** Whose this number is, or whose address on record this is now. */
  async applicantWith(kind: 'nip' | 'nik' | 'email', value: string): Promise<string | undefined> {
    const key = `${kind}\n${value}`;
    if (this.applicants.has(key)) return taken(this.applicants, key);
    return (await this.tx.findApplicants(kind, [value])).get(value);
  }

  /** What the import that is under way says of somebody on record. */
  rowOf(applicant: string): Entered | undefined {
    return this.rows.get(applicant);
  }

  async certificatesWith(serial: string): Promise<readonly CertificateRow[]> {
    return taken(this.certificates, serial) ?? (await this.tx.certificatesBySerial([serial]));
  }

  /** Whether the CA in the house signed it: this very certificate or, without its bytes, one of this number. */
  async isOurs(serial: string, der?: Uint8Array): Promise<boolean> {
    return !this.foreign.has(serial) && (await this.tx.isOurs(serial, der));
  }

  async notice(certificate: string, threshold: number): Promise<NoticeRow | undefined> {
    const key = noticeKey({ certificate, threshold });
    if (this.notices.has(key)) return taken(this.notices, key);
    return (await this.tx.notices([{ certificate, threshold }]))[0];
  }
}

const noticeKey = ({ certificate, threshold }: { certificate: string; threshold: number }) =>
  `${certificate}\n${threshold}`;

function taken<T>(from: Map<string, T>, key: string): T | undefined {
  const value = from.get(key);
  from.delete(key);
  return value;
}
