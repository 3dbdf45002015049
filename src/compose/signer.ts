import { connect } from '../../db/connect.ts';
import { createIssuanceStorage } from '../../db/issuance.ts';
import { assertKeysFit } from '../../db/keys.ts';
import { createLease } from '../../db/leases.ts';
import { createSignerRows } from '../../db/signing.ts';
import type { Config } from '../config.ts';
import type { Clock, Issuance, RequestReader } from '../desk/ports.ts';
import { DAY_MS } from '../durations.ts';
import { Fault, forLog } from '../fault.ts';
import { personalProfile } from '../issuance/certificate/profile.ts';
import { keyIdOf, publicSide } from '../issuance/custody/authority.ts';
import { signerJournalIn } from '../issuance/custody/ca-folder.ts';
import { type Family, hasAuthority, openFamily } from '../issuance/custody/custody.ts';
import { initAuthority } from '../issuance/custody/establish.ts';
import { createLocalIssuer } from '../issuance/local.ts';
import type { Issuing } from '../issuance/signer/issuing.ts';
import { createAgreement } from '../issuance/signer/reconcile.ts';
import { createSigner, type Signer } from '../issuance/signer/signer.ts';
import type { Log } from '../log.ts';
import type { Data } from '../renewal/renewal.ts';
import type { Keyring } from '../seal.ts';
import { seldom } from './seldom.ts';

export const AUTHORITY_NAMES = { root: 'CA Induk Perbarui', issuing: 'CA Penerbit Perbarui' } as const;

export type SignerParts = {
  readonly config: Config;
  /** Of the signer's own role. */
  readonly url: string;
  readonly silenceMs?: number | undefined;
  readonly passphrase: string | undefined;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly requests: RequestReader;
  readonly log: Log;
};

export type SignerSide = {
  readonly signer: Signer;
  /** The CA whose key he holds. */
  readonly until: Date;
  /** Sample people get certificates of this CA that began in the past, so that they end when the sample needs it. */
  readonly issueSample: (id: string, subject: Data, spki: Uint8Array, notBefore: Date) => Promise<Issuance>;
  close(): Promise<void>;
};

/** The CA in the house: its key, its journal, and the signer who works with them under a database role of his own. */
export async function openSigner(parts: SignerParts): Promise<SignerSide> {
  const { config, keyring, clock, requests, silenceMs } = parts;
  const family = await familyOf(parts);
  const authority = family.signing;
  const sql = connect(parts.url, { max: 3, name: 'perbarui-issuer', silenceMs });
  const rows = createSignerRows(sql);
  try {
    await assertKeysFit(sql, keyring);
    await publish(family, rows, clock);
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  const storage = createIssuanceStorage({ sql, keyring, requests });
  const agreement = createAgreement(signerJournalIn(config.caDir), storage, clock);
  const [issuing, ...retired] = issuingOf(family, config).toReversed();
  const local = { ...issuing!, retired, agreement, clock };
  const issuer = createLocalIssuer({ ...local, storage, fourEyes: config.issuerFourEyes });
  const signer = createSigner({ issuer, rows, lease: createLease(sql, 'signer'), clock, onFault: told(parts.log) });
  signer.start();
  return {
    signer,
    until: authority.notAfter,
    issueSample(id, subject, spki, notBefore) {
      const approved = {
        renewal: id,
        content: id,
        approved: id,
        // Nobody decided about a sample, and no signer's own demands hold for it.
        approvals: [{ at: notBefore, mayDecide: true }],
        needed: 1,
        subject,
        spki,
        keySeen: false,
        keyBlocked: false,
        notBefore,
      };
      const sample = { ...storage, approvedRequests: async () => new Map([[id, approved]]) };
      return createLocalIssuer({ ...local, storage: sample }).issue({ id });
    },
    async close() {
      await signer.stop();
      await sql.end({ timeout: 5 });
    },
  };
}

/** Each CA with what its certificates say, the one that signs now at the end. */
function issuingOf({ signing, retired }: Family, config: Config): Issuing[] {
  return [...retired, signing].map((authority, at) => {
    const addresses = authorityAddresses(config, at === 0 ? undefined : keyIdOf(authority));
    return { authority, profile: personalProfile({ addresses, ...config.certificates }) };
  });
}

/**
 * Those that have no key read from these rows which CAs there are; the last one that came is the one that signs. Throws
 * Fault('custody') where that one was succeeded already, as after an older copy of the folder was put back: a CA that is
 * retired issues nothing.
 */
async function publish({ signing, retired }: Family, rows: SignerRowsOf, clock: Clock): Promise<void> {
  if (await rows.isSucceeded(keyIdOf(signing)))
    throw new Fault('custody', 'the CA that took the place of this one is not in CA_DIR; put the newest copy back');
  const all = [...retired, signing];
  for (const [at, authority] of all.entries())
    await rows.saveAuthority({ ...publicSide(authority, all[at - 1]), at: clock() });
}
type SignerRowsOf = Pick<ReturnType<typeof createSignerRows>, 'saveAuthority' | 'isSucceeded'>;

/** What stands in certificates, and is served by web/authority; `successor`: the key identifier of a CA that is not the first. */
export const authorityAddresses = ({ authorityUrl }: Pick<Config, 'authorityUrl'>, successor?: string) => ({
  crl: `${authorityUrl}/ca/${successor ? `${successor}.crl` : 'crl.der'}`,
  // A question names its CA; where it arrives says nothing.
  ocsp: `${authorityUrl}/ca/ocsp`,
  caIssuers: `${authorityUrl}/ca/${successor ?? 'issuing'}.cer`,
});

/** While something keeps the signer from his work he meets it at every look. */
const COMPLAINT_MS = 60_000;

const told = (log: Log) => seldom(COMPLAINT_MS, (error: unknown) => log.error('the signer cannot work', forLog(error)));

const SAMPLE_AGE_MS = 3 * 365 * DAY_MS;

/** Opens the CAs, or makes one at the first start. */
async function familyOf({ config, passphrase, clock }: SignerParts): Promise<Family> {
  if (!passphrase) throw new Fault('custody', 'CA_PASSPHRASE is missing');
  if (await hasAuthority(config.caDir)) return openFamily(config.caDir, passphrase);
  // A folder that was not mounted must not become another CA.
  if (config.production && config.parts.database === 'real')
    throw new Fault('custody', 'there is no CA in CA_DIR; make one or take one: ca init');
  const names = { organisation: config.agency.name, ...AUTHORITY_NAMES };
  // Sample people hold certificates that began two years ago, and none may begin before its issuer.
  const age = config.parts.database === 'embedded' ? SAMPLE_AGE_MS : 0;
  // The first start is to be quick: an RSA key of 4096 bits may take seconds to find.
  const kind = 'p-384';
  const began = new Date(clock().getTime() - age);
  return { signing: await initAuthority({ dir: config.caDir, passphrase, names, kind, now: began }), retired: [] };
}
