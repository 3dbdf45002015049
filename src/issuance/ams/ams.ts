import type { Issuance, Issuer, SubjectData } from '../issuer.ts';

/**
 * The national CA's certificate management application (AMS): a person enters the request there, the CA issues, and an
 * operator records what came out (recording.ts). So nothing here signs, and no certificate request is asked for: the
 * CA makes the key with the applicant.
 */
type AmsSettings = {
  /** What an operator recorded for this request. */
  readonly recorded: (requestId: string) => Promise<
    | {
        readonly serial: string;
        /** Absent where only the number is known. */
        readonly der?: Uint8Array;
        readonly notBefore?: Date;
        readonly notAfter: Date;
      }
    | undefined
  >;
};

const PENDING = { status: 'pending', forWhom: 'operator' } as const;

export function createAmsIssuer({ recorded }: AmsSettings): Issuer {
  const find = async (requestId: string): Promise<Issuance | undefined> => {
    const certificate = await recorded(requestId);
    return (
      certificate && {
        status: 'issued',
        serial: certificate.serial,
        certificate: certificate.der ?? new Uint8Array(),
        chain: [],
        // Known by number and last day only: the CA's certificates last two years, but nothing rests on this date.
        notBefore: certificate.notBefore ?? new Date(0),
        notAfter: certificate.notAfter,
      }
    );
  };
  return {
    name: 'ams',
    needs: { csr: false },
    issue: async ({ id }) => (await find(id)) ?? PENDING,
    find,
    revoke: async () => ({ pending: 'operator' }),
  };
}

/** The form of AMS, field by field in its order, so that an operator copies from top to bottom. */
const FORM: readonly { readonly field: keyof SubjectData; readonly label: string }[] = [
  { field: 'nik', label: 'NIK' },
  { field: 'nip', label: 'NIP' },
  { field: 'name', label: 'Nama' },
  { field: 'email', label: 'E-mail' },
  { field: 'phone', label: 'Nomor Telepon' },
  { field: 'position', label: 'Jabatan' },
  { field: 'organisation', label: 'Instansi' },
  { field: 'unit', label: 'Unit Kerja' },
  { field: 'city', label: 'Kota' },
  { field: 'province', label: 'Provinsi' },
];

type PacketField = { readonly field: string; readonly label: string; readonly value: string };

export const packetFields = (data: SubjectData): readonly PacketField[] =>
  FORM.map(({ field, label }) => ({ field, label, value: data[field] }));
