import type { Applicant } from '../conversation/conversation.ts';
import type { OperatorWhat } from '../conversation/operator-what.ts';
import { Fault } from '../fault.ts';
import { awaited } from '../renewal/awaited.ts';
import { type Presence, presence } from '../renewal/office.ts';
import type { Actor, Data, Mark, Renewal } from '../renewal/renewal.ts';
import { canonicalData } from '../renewal/renewal.ts';
import { newId } from './id.ts';
import type { Chain, EntryIn } from './journal.ts';
import type { DeskParts } from './parts.ts';
import { Preloaded } from './preloaded.ts';
import type { ApplicantRow, AwaitRow, CertificateRow, ContactRow, Tx } from './store.ts';

/**
 * One transaction's work: what was loaded (each thing once, locked) and what is to be written. Handlers read through
 * it and write into it; nothing is sent to the database before the end except look-ups.
 */
export class Work {
  readonly tx: Tx;
  readonly parts: DeskParts;
  readonly now: Date;
  readonly preloaded: Preloaded;
  private readonly certificatesById = new Map<string, CertificateRow>();
  private readonly contactsById = new Map<string, ContactRow>();
  private readonly applicantsById = new Map<string, ApplicantRow>();
  private readonly renewalsById = new Map<string, { renewal: Renewal; contact?: string }>();
  private readonly loadedFor = new Set<string>();
  private readonly contactsLoadedFor = new Set<string>();
  private present: Presence | undefined;
  /** What operators are asked to do in this transaction: only what is new rings their bell. */
  readonly newForOperators: Pick<AwaitRow, 'kind' | 'ref' | 'what'>[] = [];

  constructor(tx: Tx, parts: DeskParts) {
    this.tx = tx;
    this.parts = parts;
    this.now = parts.clock();
    this.preloaded = new Preloaded(tx);
  }

  keepContacts(rows: readonly ContactRow[]): ContactRow[] {
    return rows.map((row) => {
      const known = this.contactsById.get(row.id);
      if (known) return known;
      this.contactsById.set(row.id, row);
      return row;
    });
  }

  async contact(id: string): Promise<ContactRow> {
    const known = this.contactsById.get(id);
    if (known) return known;
    const [row] = this.keepContacts(await this.tx.contacts([id]));
    if (!row) throw new Fault('invariant', 'a contact is gone');
    return row;
  }

  /** The contacts at these addresses, made where they are missing. */
  async mailboxes(emails: readonly string[]): Promise<ContactRow[]> {
    const addresses = emails.map((email) => ({ channel: 'mail' as const, value: email.toLowerCase() }));
    return this.keepContacts(await this.tx.contactsAt(addresses, this.parts.settings.language));
  }

  async mailbox(email: string): Promise<ContactRow> {
    const address = email.toLowerCase();
    for (const known of this.contactsById.values())
      if (known.channel === 'mail' && known.address === address) return known;
    return (await this.mailboxes([email]))[0]!;
  }

  async contactsOf(applicant: string): Promise<ContactRow[]> {
    if (!this.contactsLoadedFor.has(applicant)) {
      this.keepContacts(await this.tx.contactsOf([applicant]));
      this.contactsLoadedFor.add(applicant);
    }
    return [...this.contactsById.values()].filter((contact) => contact.applicant === applicant);
  }

  keepContactsOf(applicants: readonly string[], rows: readonly ContactRow[]): void {
    this.keepContacts(rows);
    for (const applicant of applicants) this.contactsLoadedFor.add(applicant);
  }

  keepCertificates(rows: readonly CertificateRow[]): void {
    for (const row of rows) this.certificatesById.set(row.id, row);
  }

  async certificate(id: string): Promise<CertificateRow | undefined> {
    return this.certificatesById.get(id) ?? (await this.tx.certificates([id]))[0];
  }

  saveContact(contact: ContactRow): void {
    this.contactsById.set(contact.id, contact);
    this.tx.update('contacts', {
      id: contact.id,
      applicant: contact.applicant ?? null,
      standing: contact.standing,
      validFrom: contact.validFrom ?? null,
      provenUntil: contact.provenUntil ?? null,
      provenBy: contact.provenBy ?? null,
      name: contact.name ?? null,
      state: contact.state,
      speaker: contact.speaker,
      takenBy: contact.takenBy ?? null,
      takenAt: contact.takenAt ?? null,
      unreachable: contact.unreachable ?? null,
      lastOut: contact.lastOut,
    });
  }

  async applicant(id: string): Promise<ApplicantRow> {
    const known = this.applicantsById.get(id);
    if (known) return known;
    const [row] = await this.tx.applicants([id]);
    if (!row) throw new Fault('invariant', 'an applicant is gone');
    this.keepApplicants([row]);
    return this.applicantsById.get(id)!;
  }

  keepApplicants(rows: readonly ApplicantRow[]): void {
    for (const row of rows) if (!this.applicantsById.has(row.id)) this.applicantsById.set(row.id, row);
  }

  /** Open renewals of an applicant and lapsed ones that can be taken up again, oldest first. */
  async renewalsOf(applicant: string): Promise<Renewal[]> {
    // The applicant's lock comes first: two processes may open a renewal of his at once.
    await this.applicant(applicant);
    if (!this.loadedFor.has(applicant)) this.keepRenewals(applicant, await this.tx.renewalsOf([applicant]));
    return [...this.renewalsById.values()]
      .map(({ renewal }) => renewal)
      .filter(
        (renewal) => renewal.applicant === applicant && (renewal.outcome === undefined || renewal.outcome === 'lapsed'),
      );
  }

  /** Of these the open ones alone. */
  async openRenewalsOf(applicant: string): Promise<Renewal[]> {
    return (await this.renewalsOf(applicant)).filter(({ outcome }) => outcome === undefined);
  }

  /** Locks whose this renewal is in the order of the house: his contacts, himself, his renewals. */
  async ownerFirst(renewal: string): Promise<void> {
    const owner = await this.tx.ownerOf(renewal);
    if (owner === undefined) return;
    await this.contactsOf(owner);
    await this.renewalsOf(owner);
  }

  keepRenewals(applicant: string, rows: readonly { renewal: Renewal; contact?: string }[]): void {
    for (const row of rows) if (!this.renewalsById.has(row.renewal.id)) this.renewalsById.set(row.renewal.id, row);
    this.loadedFor.add(applicant);
  }

  async renewal(id: string): Promise<Renewal | undefined> {
    const known = this.renewalsById.get(id);
    if (known) return known.renewal;
    const [row] = await this.tx.renewals([id]);
    if (row) this.renewalsById.set(id, row);
    return row?.renewal;
  }

  contactOfRenewal(id: string): string | undefined {
    return this.renewalsById.get(id)?.contact;
  }

  /** Keeps the renewal's new state and writes anew what is awaited of whom. */
  saveRenewal(renewal: Renewal, options: { contact?: string; isNew?: boolean } = {}): void {
    const before = this.renewalsById.get(renewal.id);
    const contact = options.contact ?? before?.contact;
    this.renewalsById.set(renewal.id, { renewal, contact });
    this.tx.saveRenewal(renewal, contact, options.isNew ?? false);
    const old = new Set(before ? awaited(before.renewal).map(({ who, what }) => `${who} ${what}`) : []);
    // Both letters may be read at once: the queue says so once.
    const rows = awaited(renewal).filter((each, at, all) => all.findIndex(({ what }) => what === each.what) === at);
    for (const { who, what } of rows)
      if (who === 'operator' && !old.has(`${who} ${what}`))
        this.newForOperators.push({ kind: 'renewal', ref: renewal.id, what });
    this.tx.awaits(
      'renewal',
      renewal.id,
      rows.map(({ who, what, since }, index) => ({
        kind: 'renewal',
        ref: renewal.id,
        what,
        who,
        since,
        primary: index === 0,
        applicant: renewal.applicant,
      })),
    );
  }

  /** Something for the operators that is not a step of a renewal. */
  awaitOperator(
    kind: Exclude<AwaitRow['kind'], 'renewal'>,
    ref: string,
    what: OperatorWhat,
    applicant?: string,
    detail?: string,
  ): void {
    this.newForOperators.push({ kind, ref, what });
    const row: AwaitRow = {
      kind,
      ref,
      what,
      who: 'operator',
      primary: true,
      since: this.now,
      applicant,
      detail,
    };
    // Of a conversation the latest says most; that a person is silent and that he cannot be reached are two things.
    this.tx.awaits(kind, ref, [row], kind === 'applicant' ? what : undefined);
  }

  /** Nothing is awaited of this thing any more; with `what`, not that. */
  settled(kind: Exclude<AwaitRow['kind'], 'renewal'>, ref: string, what?: OperatorWhat): void {
    this.tx.awaits(kind, ref, [], what);
  }

  mark(by: Actor, channel: Mark['channel']): Mark {
    return { at: this.now, by, channel };
  }

  /** References and keyed hashes only: no personal values, so that erasure leaves the chain whole. */
  journal<C extends Chain>(
    chain: C,
    actor: Actor | Actor['role'] | 'stranger',
    entry: EntryIn<C>,
    refs: Record<string, string | number | undefined> = {},
  ): void {
    const name = typeof actor === 'string' ? actor : actor.id ? `${actor.role}:${actor.id}` : actor.role;
    this.tx.journal({ chain, at: this.now, actor: name, entry, refs: JSON.stringify(refs) });
  }

  /** Whether somebody is in the office, and until when. Looked up once, since a transaction has one moment. */
  presence(): Presence {
    this.present ??= presence(this.parts.settings, this.now);
    return this.present;
  }

  hash = (data: Data): string => this.parts.keyring.hash('data', canonicalData(data));

  newId = (): string => newId(this.now);
}

/** The applicant as the conversation knows him. */
export function applicantView(row: ApplicantRow): Applicant {
  return {
    id: row.id,
    data: row.data,
    version: row.version,
    asOf: row.asOf,
    certificates: row.certificates.map((c) => ({
      id: c.id,
      serial: c.serial,
      from: c.notBefore,
      expires: c.notAfter,
      state: c.state,
      hasSuccessor: c.successor !== undefined,
      ...(c.issuer === 'local' ? { own: true as const } : {}),
      ...(c.revoking ? { revoking: c.revoking === 'asked' ? ('asked' as const) : ('decided' as const) } : {}),
      lostBy: c.lostBy,
    })),
  };
}
