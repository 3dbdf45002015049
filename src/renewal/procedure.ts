/**
 * The six activities of the SOP ("Pembaruan Sertifikat Elektronik dengan Penggantian Pasangan Kunci", 2019) as data.
 * The standard times are the SOP's own; their sum with the data change is 35 minutes although the SOP prints 30.
 */
export const PROCEDURE_VERSION = 'SGS/01.22/52/01.24.2019/1-2019';

export type Activity = {
  readonly number: 1 | 2 | 3 | 4 | 5 | 6;
  readonly name: 'notice' | 'sign-in' | 'data-check' | 'data-change' | 'letter' | 'issuance';
  readonly actors: readonly ('applicant' | 'operator')[];
  readonly requires: string;
  readonly standardMinutes: number;
  readonly output: string;
};

export const ACTIVITIES: readonly Activity[] = [
  {
    number: 1,
    name: 'notice',
    actors: ['applicant'],
    requires: 'e-mail account',
    standardMinutes: 1,
    output: 'notice received',
  },
  {
    number: 2,
    name: 'sign-in',
    actors: ['applicant', 'operator'],
    requires: 'credentials',
    standardMinutes: 1,
    output: 'access to own data',
  },
  {
    number: 3,
    name: 'data-check',
    actors: ['applicant'],
    requires: 'applicant data',
    standardMinutes: 5,
    output: 'data confirmed',
  },
  {
    number: 4,
    name: 'data-change',
    actors: ['applicant', 'operator'],
    requires: 'data-change letter',
    standardMinutes: 15,
    output: 'data changed',
  },
  {
    number: 5,
    name: 'letter',
    actors: ['applicant'],
    requires: 'recommendation letter',
    standardMinutes: 12,
    output: 'letter on file',
  },
  {
    number: 6,
    name: 'issuance',
    actors: ['applicant'],
    requires: 'e-mail',
    standardMinutes: 1,
    output: 'notice received',
  },
];

/** What the SOP prints under "Waktu Penyelesaian", beside the sums of its own steps. */
export const PRINTED_MINUTES = { unchanged: 20, changed: 30 } as const;
export const STANDARD_MINUTES = { unchanged: 20, changed: 35 } as const;
