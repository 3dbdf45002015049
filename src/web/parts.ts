import type { BlockList } from 'node:net';
import type { Sql } from '../../db/connect.ts';
import type { ProcessingAgain } from '../desk/again/kept.ts';
import type { RecordedCertificate } from '../desk/entry.ts';
import type { DeskSettings } from '../desk/parts.ts';
import type { ChannelName, Clock, LetterDraft, LetterReader, RequestReader } from '../desk/ports.ts';
import type { Desk } from '../desk/receive.ts';
import type { Doctor } from '../doctor/doctor.ts';
import type { Log } from '../log.ts';
import type { Data } from '../renewal/renewal.ts';
import type { Keyring } from '../seal.ts';

/** What the pages are made of; put together in compose/doors.ts. Pages read, and change things only through the desk. */
export type WebParts = {
  readonly desk: Desk;
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly settings: DeskSettings;
  /** Without a slash at the end; `https:` makes cookies `__Host-` and Secure. */
  readonly publicUrl: string;
  /** Those in front of us, whose word counts on where a request comes from. */
  readonly proxies: BlockList;
  readonly log: Log;
  readonly letters: LetterReader;
  readonly draft: LetterDraft;
  readonly requests: RequestReader;
  /** The authority's public side. Absent with the `ams` issuer. */
  readonly authority?: AuthorityParts;
  /** The operator's record of a certificate that was issued elsewhere (issuer `ams`). */
  readonly recording: Recording;
  /** The form fields of AMS, in its order, for the work packet. */
  readonly packet: (data: Data) => readonly { readonly field: string; readonly value: string }[];
  /** The work packet on paper, PDF. */
  readonly packetPaper: (packet: PacketOnPaper, at: Date) => Promise<Uint8Array>;
  /** Telegram's webhook, where one is configured: mounted at its path. */
  readonly webhook?: { readonly path: string; readonly handle: (request: Request) => Promise<Response> };
  /** Who has opened the Mini App, by what Telegram signed; absent where Telegram is off, and then there is no such page. */
  readonly miniAppVisitor?: (initData: string) => { readonly user: string } | { readonly refused: 'foreign' | 'old' };
  /** What the scan goes by; shown beside the notices' preview. */
  readonly notices?: { readonly mode: 'off' | 'preview' | 'on'; readonly days: readonly number[] };
  /** Takes messages in again that were kept with a fault. */
  readonly again: ProcessingAgain;
  /** Runs the scan now. Returns how many were found; undefined where it looks at nobody, being off or out of office hours. */
  readonly scan: () => Promise<number | undefined>;
  /** How the mailbox and the bot are doing, where this process listens to them. */
  readonly channels: () => readonly ChannelState[];
  /** Tries every configured part for real; one page of the console shows it. */
  readonly doctor: Doctor;
  /** Who shows it is told the figures of /metrics; without one there is no such page. */
  readonly metricsToken?: string;
  /** Is everything that should run running? For /health, /metrics and the console's foot. */
  readonly health: () => Promise<readonly { readonly part: HealthPart; readonly ok: boolean; readonly why?: string }[]>;
};

/** What has to run in this process. */
export type HealthPart = 'database' | ChannelName;

export type ChannelState = {
  readonly channel: ChannelName;
  /** `told`: the channel calls us, by webhook. `elsewhere`: another process listens. */
  readonly state: 'connected' | 'told' | 'elsewhere' | 'failing' | 'stopped';
  /** Everything was taken in by then. */
  readonly syncedAt?: Date;
  /** Messages that lie there and are not taken in yet. */
  readonly waiting?: number;
  /** The last thing that went wrong, as the other side called it. */
  readonly why?: string;
};

export type AuthorityParts = {
  /** DER, from the issuing CA up to the root; empty until the signer has worked here for the first time. */
  readonly chain: () => Promise<readonly Uint8Array[]>;
  /** Those before it, which go on for what they have issued, and the latest end of that. */
  readonly earlier: () => Promise<readonly { readonly until: Date; readonly last?: Date | undefined }[]>;
  /** The same for one certificate (DER): its issuer may be an earlier CA. */
  readonly chainOf: (certificate: Uint8Array) => Promise<readonly Uint8Array[]>;
  /** The certificate of one issuing CA, DER: of the one with this key identifier (hex), else of the first one. */
  readonly certificate: (keyId?: string) => Promise<Uint8Array | undefined>;
  /** The newest list of that CA's revoked certificates; undefined until the first one is out. */
  readonly crl: (
    keyId?: string,
  ) => Promise<{ readonly der: Uint8Array; readonly thisUpdate: Date; readonly nextUpdate: Date } | undefined>;
  /** Answers an OCSP request; with `times` any cache may keep the answer. */
  readonly ocsp: (request: Uint8Array) => Promise<{
    readonly der: Uint8Array;
    readonly times?: { readonly thisUpdate: Date; readonly nextUpdate: Date };
  }>;
};

/** All of it in words; what has a time is in the agency's zone. */
export type PacketOnPaper = {
  readonly number: string;
  readonly printed: string;
  readonly dataAsOf: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  readonly steps: readonly string[];
  readonly warning?: string;
  readonly basis: readonly (readonly [label: string, value: string])[];
};

export type Recording = {
  /** Whether a certificate has to lead to a CA that is configured; operators are told where it has not. */
  readonly checksIssuer: boolean;
  /** Checks a certificate against the approved data; refuses with a code and says which fields differ. */
  readonly byCertificate: (pem: Uint8Array, data: Data) => RecordingResult;
  /** The certificate with which a PDF was signed. */
  readonly bySignedPdf: (pdf: Uint8Array, data: Data) => Promise<RecordingResult>;
  /** `word`: an operator saw them in AMS himself. */
  readonly byNumber: (
    serial: string,
    notBefore: Date | undefined,
    notAfter: Date,
    told: 'word' | 'number',
  ) => RecordingResult;
  /** Where nobody knows the number. `at`: when it was there to be seen, if not now. */
  readonly byDates: (notBefore: Date | undefined, notAfter: Date, at?: Date) => RecordingResult;
};
export type RecordingResult =
  | { readonly ok: true; readonly certificate: RecordedCertificate }
  | { readonly ok: false; readonly why: string; readonly fields?: readonly string[] };
