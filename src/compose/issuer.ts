import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage, createRecordedReads } from '../../db/issuance.ts';
import type { Config } from '../config.ts';
import type { Clock, Issuer, LetterReader } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { createAmsIssuer, packetFields } from '../issuance/ams.ts';
import { hasAuthority, initAuthority, openAuthority } from '../issuance/custody.ts';
import { createLocalIssuer } from '../issuance/local.ts';
import { personalProfile } from '../issuance/profile.ts';
import { createRecording } from '../issuance/recording.ts';
import { openSignerJournal } from '../issuance/signer-journal.ts';
import type { Keyring } from '../seal.ts';
import type { AuthorityParts, Recording, WebParts } from '../web/parts.ts';

export type IssuerSide = {
  readonly issuer: Issuer;
  /** The public side of a CA in the house. */
  readonly authority?: AuthorityParts;
  readonly recording: Recording;
  readonly packet: WebParts['packet'];
  close(): Promise<void>;
};

export type IssuerParts = { readonly config: Config; readonly url: string; readonly passphrase?: string; readonly keyring: Keyring; readonly clock: Clock; readonly letters: LetterReader };

/** The issuer that is configured, behind one port: the CA in the house, or the operator with AMS. */
export async function openIssuer(parts: IssuerParts): Promise<IssuerSide> {
  const sql = connect(parts.url, { max: 3, name: 'perbarui-issuer' });
  const common = { recording: createRecording({ clock: parts.clock, readPdf: (pdf) => parts.letters.read(pdf) }), packet: packetFields, close: () => sql.end({ timeout: 5 }) };
  if (parts.config.issuer === 'ams') return { ...common, issuer: createAmsIssuer(createRecordedReads(sql)) };
  const authority = await authorityOf(parts);
  const journal = await openSignerJournal(join(parts.config.caDir, 'signer-journal.jsonl'));
  const addresses = { crl: `${parts.config.publicUrl}/ca/crl.der`, caIssuers: `${parts.config.publicUrl}/ca/issuing.cer` };
  const issuer = createLocalIssuer({ authority, storage: createIssuanceStorage({ sql, keyring: parts.keyring }), journal, clock: parts.clock, profile: personalProfile({ addresses }) });
  return { ...common, issuer, authority: { chain: authority.chain, crl: () => issuer.crl() } };
}

/** Opens the CA, or makes one at the first start. */
async function authorityOf({ config, passphrase, clock }: IssuerParts) {
  if (!passphrase) throw new Fault('custody', 'CA_PASSPHRASE is missing');
  if (await hasAuthority(config.caDir)) return openAuthority(config.caDir, passphrase);
  const names = { organisation: config.agency.name, root: 'CA Induk Perbarui', issuing: 'CA Penerbit Perbarui' };
  return initAuthority({ dir: config.caDir, passphrase, names, now: clock() });
}
