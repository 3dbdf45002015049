import { DAY_MS } from '../../durations.ts';
import type { SubjectData } from '../issuer.ts';
import { ATTRIBUTES, type Attribute, type NamePart } from './names.ts';

/** Where the certificate says that more can be found. Absent ones are left out of it. */
export type Addresses = {
  /** The revocation list, DER, over HTTP. */
  readonly crl?: string;
  /** The issuing CA's certificate, DER. */
  readonly caIssuers?: string;
  readonly ocsp?: string;
};

/** RFC 5280 4.2.1.3. */
export const KEY_USAGE_BITS = {
  digitalSignature: 0,
  nonRepudiation: 1,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
} as const;
export type KeyUsage = keyof typeof KEY_USAGE_BITS;

/** What a person's key can be used for at all: an RSA key agrees on nothing (RFC 8017), an EC key enciphers nothing (RFC 5480 3). */
export const USAGES_OF_KEY: Readonly<Record<'rsa' | 'ec', readonly KeyUsage[]>> = {
  rsa: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment'],
  ec: ['digitalSignature', 'nonRepudiation', 'keyAgreement'],
};

export const PURPOSES = {
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  /** RFC 9336, for the signing of documents by people. */
  documentSigning: '1.3.6.1.5.5.7.3.36',
  /** RFC 6960 4.2.2.2: of the delegated certificate that signs answers about revocation. */
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;
export type Purpose = keyof typeof PURPOSES;

/** A kind of certificate as data: what stands in it and where each value comes from. */
export type Profile = {
  readonly name: string;
  readonly subject: readonly (
    | { readonly attribute: Attribute; readonly field: keyof SubjectData; readonly required: boolean }
    | { readonly attribute: Attribute; readonly always: string }
  )[];
  /** Of the subject alternative name (rfc822Name). */
  readonly email: keyof SubjectData;
  readonly keyUsage: readonly KeyUsage[];
  readonly purposes: readonly Purpose[];
  readonly years: number;
  /** Certificate policies (RFC 5280 4.2.1.4), dotted; without any the extension is left out. */
  readonly policies: readonly string[];
  readonly addresses: Addresses;
};

/**
 * The personal certificate of a civil servant. The NIK never stands in a certificate, which travels with every signed
 * document; the NIP does, because a name alone does not tell two persons apart (RFC 5280 4.1.2.6) and the NIP is
 * printed beside every official signature anyway. Key usage and the two years are those observed in the field. What an
 * office decides for itself are the policies that it certifies under, and for how long.
 */
export function personalProfile(settings: {
  readonly addresses: Addresses;
  readonly policies?: readonly string[];
  readonly years?: number;
}): Profile {
  return {
    name: 'personal',
    subject: [
      { attribute: 'C', always: 'ID' },
      { attribute: 'ST', field: 'province', required: false },
      { attribute: 'L', field: 'city', required: false },
      { attribute: 'O', field: 'organisation', required: false },
      { attribute: 'OU', field: 'unit', required: false },
      { attribute: 'title', field: 'position', required: false },
      { attribute: 'CN', field: 'name', required: true },
      { attribute: 'serialNumber', field: 'nip', required: true },
    ],
    email: 'email',
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    purposes: ['clientAuth', 'emailProtection', 'documentSigning'],
    years: settings.years ?? 2,
    policies: settings.policies ?? [],
    addresses: settings.addresses,
  };
}

/**
 * Offices have names longer than the 64 characters that RFC 5280 allows for O, OU and title. Refusing them would leave
 * people without a certificate for something they cannot change, and cutting them off would certify a name that nobody
 * bears. So the words that official letters abbreviate are abbreviated, in this order and only as far as needed; what
 * is still too long then is refused by lint, and the operator enters the office's own short form. A person's name is
 * never shortened.
 */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bKabupaten\b/gi, 'Kab.'],
  [/\bProvinsi\b/gi, 'Prov.'],
  [/\bKecamatan\b/gi, 'Kec.'],
  [/\bPemerintah\b/gi, 'Pem.'],
  [/\bSekretariat\b/gi, 'Setr.'],
  [/\bBadan\b/gi, 'Bdn.'],
  [/\bDinas\b/gi, 'Din.'],
  [/\bBidang\b/gi, 'Bid.'],
  [/\bSeksi\b/gi, 'Si.'],
  [/\bBagian\b/gi, 'Bag.'],
  [/\bKepala\b/gi, 'Ka.'],
  [/\bdan\b/gi, '&'],
  [/\bKomunikasi\b/gi, 'Kom.'],
  [/\bInformatika\b/gi, 'Inf.'],
  [/\bPengembangan\b/gi, 'Pengemb.'],
  [/\bPemberdayaan\b/gi, 'Pemberd.'],
  [/\bPelayanan\b/gi, 'Pelay.'],
];
const ABBREVIATED: readonly Attribute[] = ['O', 'OU', 'title'];

/** Characters, not bytes: the upper bounds of RFC 5280 count the characters of a UTF8String. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/** The text, abbreviated as far as its attribute asks for. */
export function abbreviate(attribute: Attribute, text: string): string {
  if (!ABBREVIATED.includes(attribute)) return text;
  let short = text;
  for (const [word, abbreviation] of ABBREVIATIONS) {
    if (lengthOf(short) <= ATTRIBUTES[attribute].max) break;
    short = short.replace(word, abbreviation);
  }
  return short;
}

/** One spelling for what looks the same: composed characters, single blanks. */
const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** The subject that a profile gives these data; empty fields are left out, required ones too: lint refuses that. */
export function subjectOf(profile: Profile, data: SubjectData): readonly NamePart[] {
  const known = subjects.get(data);
  if (known?.profile === profile) return known.parts;
  const parts = profile.subject.flatMap((part) => {
    const value = 'always' in part ? part.always : abbreviate(part.attribute, tidy(data[part.field]));
    return value === '' ? [] : [{ attribute: part.attribute, value }];
  });
  subjects.set(data, { profile, parts });
  return parts;
}

/** It is asked when the certificate is written, when it is judged and when it is compared. */
const subjects = new WeakMap<SubjectData, { readonly profile: Profile; readonly parts: readonly NamePart[] }>();

export const emailOf = (profile: Profile, data: SubjectData): string => data[profile.email].trim();

/** Both ends belong to the validity (RFC 5280 4.1.2.5), hence the second less. Whole seconds: a certificate has no finer ones. */
export function validityOf(profile: Pick<Profile, 'years'>, from: Date): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(Math.floor(from.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + profile.years);
  notAfter.setTime(notAfter.getTime() - 1000);
  return { notBefore, notAfter };
}

/** Half a year: for less nobody should have to go through the procedure. */
export const LEAST_VALID_DAYS = 180;

/**
 * The same, but never beyond the end of who issues it: a certificate whose chain has ended verifies nowhere (RFC 5280 6.1).
 * Undefined where too little would be left.
 */
export function validityWithin(
  profile: Pick<Profile, 'years'>,
  from: Date,
  issuerEnds: Date,
): { notBefore: Date; notAfter: Date } | undefined {
  const whole = validityOf(profile, from);
  if (whole.notAfter <= issuerEnds) return whole;
  const left = issuerEnds.getTime() - whole.notBefore.getTime();
  return left < LEAST_VALID_DAYS * DAY_MS ? undefined : { ...whole, notAfter: issuerEnds };
}
