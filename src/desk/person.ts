import { HOUR_MS } from '../durations.ts';
import { Fault } from '../fault.ts';
import type { Actor, Changes, Data, Field } from '../renewal/renewal.ts';
import { SEALED_AS } from '../seal.ts';
import { unbind } from './message/identity.ts';
import { speak } from './speak.ts';
import type { ContactRow } from './store.ts';
import { isProven, onRecord } from './ways.ts';
import type { Work } from './work.ts';

/** A person's data and the address on record that follows from them. Renewals are told by whoever changes something here. */

type Source = { readonly source: 'change' | 'import'; readonly by: Actor };

/** Somebody new, with his first data. Returns his id. */
export async function newApplicant(work: Work, data: Data, by: Actor): Promise<{ id: string; version: string }> {
  const id = work.newId();
  const row = versionInForce(work, id, 1, data, { source: 'import', by });
  work.tx.insert('applicants', { ...row, createdAt: work.now });
  await putOnRecord(work, id, data.email, undefined);
  return { id, version: row.version };
}

/** Writes a new current data version. A new e-mail counts only after a delay, and the old address is told. */
export async function newDataVersion(
  work: Work,
  applicantId: string,
  data: Data,
  { source, by }: Source,
): Promise<void> {
  const applicant = await work.applicant(applicantId);
  const number = applicant.versionNumber + 1;
  const row = versionInForce(work, applicantId, number, data, { source, by });
  work.tx.update('applicants', row);
  const { version } = row;
  const oldEmail = applicant.data.email;
  Object.assign(applicant, { data, version, versionNumber: number, asOf: work.now });
  work.journal(`applicant:${applicantId}`, by, 'data version', { number, version, source });
  if (oldEmail !== data.email) await changeAddress(work, applicantId, data.email);
}

/** Writes down a version of somebody's data; what his own row then says of it. */
function versionInForce(work: Work, applicant: string, number: number, data: Data, { source, by }: Source) {
  const { keyring } = work.parts;
  const [id, version] = [work.newId(), work.hash(data)];
  const sealed = keyring.seal(SEALED_AS.data(id), Buffer.from(JSON.stringify(data)));
  const { name, organisation, unit } = data;
  const known = { sealed, name, organisation, unit, source, by: by.id ?? by.role, at: work.now };
  const row = { id, applicant, number, hash: version, ...known };
  work.tx.insert('data_versions', row);
  const [nipHash, nikHash] = [keyring.hash('nip', data.nip), keyring.hash('nik', data.nik)];
  return { id: applicant, version, versionNumber: number, nipHash, nikHash };
}

async function changeAddress(work: Work, applicantId: string, email: string): Promise<void> {
  const contacts = await work.contactsOf(applicantId);
  const old = onRecord(contacts, work.now);
  for (const contact of contacts)
    if (contact.validFrom && contact.validFrom > work.now) giveUp(work, applicantId, contact);
  if (old?.address === email.toLowerCase()) return;
  const from = new Date(work.now.getTime() + work.parts.settings.emailChangeDelayHours * HOUR_MS);
  if (old) await speak(work, old, [{ say: 'email-changes', until: from }]);
  await putOnRecord(work, applicantId, email, old ? from : undefined);
}

/** An address that was to come into force and was put right before: it may be a stranger's, by a slip of the pen. */
function giveUp(work: Work, applicantId: string, contact: ContactRow): void {
  contact.validFrom = undefined;
  if (isProven(contact, work.now)) contact.standing = 'bound';
  else unbind(work, contact);
  work.saveContact(contact);
  work.journal(`applicant:${applicantId}`, 'system', 'address given up', { contact: contact.id });
}

type Taken = { readonly why: Field; readonly whose: string };

/** Which number or address of these belongs to somebody else, and to whom: nobody is ever taken for another by a typing error. */
export async function belongsToAnother(work: Work, applicantId: string, changes: Changes): Promise<Taken | undefined> {
  for (const field of ['nip', 'nik'] as const) {
    const owner = changes[field] && (await work.preloaded.applicantWith(field, changes[field]));
    if (owner && owner !== applicantId) return { why: field, whose: owner };
  }
  if (changes.email === undefined) return undefined;
  const owner = (await work.mailbox(changes.email)).applicant;
  return owner !== undefined && owner !== applicantId ? { why: 'email', whose: owner } : undefined;
}

/** Makes an address the one on record of an applicant, from a moment on. */
async function putOnRecord(
  work: Work,
  applicantId: string,
  email: string,
  from: Date | undefined,
): Promise<ContactRow> {
  const contact = await work.mailbox(email);
  if (contact.applicant !== undefined && contact.applicant !== applicantId)
    throw new Fault('invariant', 'an address on record of somebody else');
  Object.assign(contact, { applicant: applicantId, standing: 'on-record', validFrom: from });
  work.saveContact(contact);
  work.journal(`applicant:${applicantId}`, 'system', 'address on record', {
    contact: contact.id,
    from: from?.toISOString(),
  });
  return contact;
}
