import { readFile } from 'node:fs/promises';
import type { Sql } from '../../db/connect.ts';
import { createRecordedReads } from '../../db/issuance.ts';
import type { Issuer, LetterReader } from '../desk/ports.ts';
import { Fault } from '../fault.ts';
import { createAmsIssuer, packetFields } from '../issuance/ams/ams.ts';
import { createCounter } from '../issuance/signer/counter.ts';
import { createRecording } from '../issuance/signer/recording.ts';
import type { AuthorityParts, Recording, WebParts } from '../web/parts.ts';
import { openPublicAuthority } from './authority.ts';
import { openSigner, type SignerParts, type SignerSide } from './signer.ts';

export type IssuerSide = {
  readonly issuer: Issuer;
  /** The public side of a CA in the house. */
  readonly authority?: AuthorityParts;
  readonly recording: Recording;
  readonly packet: WebParts['packet'];
  /** Only where this process signs. */
  readonly issueSample?: SignerSide['issueSample'];
  close(): Promise<void>;
};

type IssuerParts = Omit<SignerParts, 'url'> & {
  /** Of the application's role: for what everybody may read. */
  readonly sql: Sql;
  /** Of the signer's role; absent where another process signs. */
  readonly url: string | undefined;
  readonly letters: LetterReader;
};

/**
 * The issuer that is configured, behind one port: the operator with AMS, or the CA in the house, whose signer works in
 * this process or in another one.
 */
export async function openIssuer(parts: IssuerParts): Promise<IssuerSide> {
  const { config, sql, url } = parts;
  const common = {
    recording: createRecording({
      clock: parts.clock,
      readPdf: (pdf) => parts.letters.read(pdf),
      trusted: await trustedCas(config.amsCaFile),
    }),
    packet: packetFields,
    close: async () => {},
  };
  if (config.issuer === 'ams') return { ...common, issuer: createAmsIssuer(createRecordedReads(sql)) };
  const { authority, answers } = openPublicAuthority(parts);
  if (!config.roles.includes('issuer') || url === undefined)
    return { ...common, authority, issuer: createCounter({ answers }) };
  const { signer, issueSample, close } = await openSigner({ ...parts, url });
  const ring = async (request?: string) => {
    const failed = (await signer.round(request)).get(request ?? '');
    if (failed !== undefined) throw failed;
  };
  return { ...common, authority, issuer: createCounter({ answers, ring }), issueSample, close };
}

/** The certificates of a file, PEM. Throws Fault('config'). */
export async function trustedCas(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!found) throw new Fault('config', 'AMS_CA_FILE holds no certificate');
  return found;
}
