import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../../db/connect.ts';
import { createIssuanceStorage, createRecordedReads, createRevocationReads } from '../../db/issuance.ts';
import type { Config } from '../config.ts';
import type { Clock, Issuance, Issuer, LetterReader, RequestReader } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { createAmsIssuer, packetFields } from '../issuance/ams.ts';
import { hasAuthority, initAuthority, openAuthority } from '../issuance/custody.ts';
import { createLocalIssuer } from '../issuance/local.ts';
import { createOcspResponder } from '../issuance/ocsp.ts';
import { personalProfile } from '../issuance/profile.ts';
import { createRecording } from '../issuance/recording.ts';
import { openSignerJournal } from '../issuance/signer-journal.ts';
import type { Data } from '../renewal/renewal.ts';
import type { Keyring } from '../seal.ts';
import type { AuthorityParts, Recording, WebParts } from '../web/parts.ts';

export type IssuerSide = {
  readonly issuer: Issuer;
  /** The public side of a CA in the house. */
  readonly authority?: AuthorityParts;
  /** Brings out what is due: the list of revoked certificates and the certificate that signs OCSP answers. */
  readonly publish?: () => Promise<unknown>;
  readonly recording: Recording;
  readonly packet: WebParts['packet'];
  /** Sample people get certificates of this CA that began in the past, so that they end when the sample needs it. */
  readonly issueSample?: (id: string, subject: Data, spki: Uint8Array, notBefore: Date) => Promise<Issuance>;
  close(): Promise<void>;
};

export type IssuerParts = {
  readonly config: Config;
  readonly url: string;
  readonly silenceMs?: number | undefined;
  readonly passphrase?: string;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly letters: LetterReader;
  readonly requests: RequestReader;
};

/** The issuer that is configured, behind one port: the CA in the house, or the operator with AMS. */
export async function openIssuer(parts: IssuerParts): Promise<IssuerSide> {
  const sql = connect(parts.url, {
    max: 3,
    name: 'perbarui-issuer',
    ...(parts.silenceMs ? { silenceMs: parts.silenceMs } : {}),
  });
  const common = {
    recording: createRecording({
      clock: parts.clock,
      readPdf: (pdf) => parts.letters.read(pdf),
      trusted: await trustedCas(parts.config.amsCaFile),
    }),
    packet: packetFields,
    close: () => sql.end({ timeout: 5 }),
  };
  if (parts.config.issuer === 'ams') return { ...common, issuer: createAmsIssuer(createRecordedReads(sql)) };
  const authority = await authorityOf(parts);
  const storage = createIssuanceStorage({ sql, keyring: parts.keyring, requests: parts.requests });
  const journal = await openSignerJournal(join(parts.config.caDir, 'signer-journal.jsonl'));
  const profile = personalProfile({ addresses: authorityAddresses(parts.config) });
  const local = { authority, journal, clock: parts.clock, profile };
  const issuer = createLocalIssuer({ ...local, storage });
  const issueSample: IssuerSide['issueSample'] = (id, subject, spki, notBefore) => {
    const approved = { renewal: id, content: id, approved: id, subject, spki, keySeen: false, notBefore };
    return createLocalIssuer({ ...local, storage: { ...storage, approvedRequest: async () => approved } }).issue({
      id,
    });
  };
  const publish = async () => [await issuer.crl(), await issuer.responder()];
  const reads = createRevocationReads({ sql, keyring: parts.keyring });
  const { answer: ocsp } = createOcspResponder({ issuer: authority.certificate, ...reads, clock: parts.clock });
  return { ...common, issuer, issueSample, publish, authority: { chain: authority.chain, crl: reads.crl, ocsp } };
}

/** What stands in certificates, and is served by web/authority. */
export const authorityAddresses = ({ authorityUrl }: Pick<Config, 'authorityUrl'>) => ({
  crl: `${authorityUrl}/ca/crl.der`,
  ocsp: `${authorityUrl}/ca/ocsp`,
  caIssuers: `${authorityUrl}/ca/issuing.cer`,
});

async function trustedCas(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!found) throw new Fault('config', 'AMS_CA_FILE holds no certificate');
  return found;
}

const SAMPLE_AGE_MS = 3 * 365 * 86_400_000;

/** Opens the CA, or makes one at the first start. */
async function authorityOf({ config, passphrase, clock }: IssuerParts) {
  if (!passphrase) throw new Fault('custody', 'CA_PASSPHRASE is missing');
  if (await hasAuthority(config.caDir)) return openAuthority(config.caDir, passphrase);
  const names = { organisation: config.agency.name, root: 'CA Induk Perbarui', issuing: 'CA Penerbit Perbarui' };
  // Sample people hold certificates that began two years ago, and none may begin before its issuer.
  const age = config.parts.database === 'embedded' ? SAMPLE_AGE_MS : 0;
  return initAuthority({ dir: config.caDir, passphrase, names, now: new Date(clock().getTime() - age) });
}
