import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossCheck, dataChanges, mask, TEXT_LIMIT, validField } from '../../src/renewal/data.ts';
import { parseNik } from '../../src/renewal/nik.ts';
import { parseNip } from '../../src/renewal/nip.ts';
import { canonicalData, Data, FIELDS } from '../../src/renewal/renewal.ts';
import { plainSerial } from '../../src/renewal/serial.ts';

const pad = (number: number, digits: number) => String(number).padStart(digits, '0');
const born = fc.date({ min: new Date('1950-01-01'), max: new Date('2009-12-31'), noInvalidDate: true });
const sexes = fc.constantFrom('male' as const, 'female' as const);
const serial = fc.integer({ min: 1, max: 999 });

function nikOf(date: Date, sex: 'male' | 'female', number: number): string {
  const day = date.getUTCDate() + (sex === 'female' ? 40 : 0);
  return `137102${pad(day, 2)}${pad(date.getUTCMonth() + 1, 2)}${pad(date.getUTCFullYear() % 100, 2)}${pad(number, 4)}`;
}

function nipOf(date: Date, sex: 'male' | 'female', monthOrCode: number, number: number): string {
  const birth = `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1, 2)}${pad(date.getUTCDate(), 2)}`;
  return `${birth}2010${pad(monthOrCode, 2)}${sex === 'male' ? 1 : 2}${pad(number, 3)}`;
}

describe('NIK and NIP', () => {
  it('say the birth date and sex that they were made of, and agree with each other', () => {
    fc.assert(
      fc.property(born, sexes, serial, fc.integer({ min: 1, max: 12 }), (date, sex, number, month) => {
        const nik = nikOf(date, sex, number);
        const nip = nipOf(date, sex, month, number);
        const birth = { day: date.getUTCDate(), month: date.getUTCMonth() + 1, sex };
        expect(parseNik(nik)).toEqual({ ...birth, year: date.getUTCFullYear() % 100 });
        expect(parseNip(nip)).toEqual({ ...birth, year: date.getUTCFullYear(), appointed: 2010, staff: 'pns' });
        expect(crossCheck({ nik, nip })).toEqual([]);
      }),
    );
  });

  it('know PPPK staff by a code of 21 or more in place of the month', () => {
    fc.assert(
      fc.property(born, sexes, fc.integer({ min: 0, max: 99 }), (date, sex, code) => {
        const parsed = parseNip(nipOf(date, sex, code, 1));
        if (code >= 21) expect(parsed).toMatchObject({ staff: 'pppk' });
        else if (code >= 1 && code <= 12) expect(parsed).toMatchObject({ staff: 'pns' });
        else expect(parsed).toBe('format');
      }),
    );
  });

  it('flag what differs and never more', () => {
    const date = new Date('1985-05-05');
    const nip = nipOf(date, 'female', 1, 4);
    expect(crossCheck({ nik: nikOf(date, 'male', 1), nip })).toEqual(['sex-differs']);
    expect(crossCheck({ nik: nikOf(new Date('1985-05-06'), 'female', 1), nip })).toEqual(['birth-date-differs']);
    expect(crossCheck({ nik: '12', nip: '34' })).toEqual(['nik-invalid', 'nip-invalid']);
  });

  it('refuse dates that never were', () => {
    expect(parseNik('1371023002850004')).toBe('birth-date');
    expect(parseNik('1371022902000004')).toMatchObject({ day: 29, month: 2 });
    expect(parseNip('198502302010012004')).toBe('birth-date');
    expect(parseNip('198505052010013004')).toBe('format');
  });

  it('are taken in groups, as people write them', () => {
    expect(validField('nip', '19850505 201001 2 004')).toEqual({ ok: true, value: '198505052010012004' });
    expect(validField('nik', '1371-0245-0585-0004')).toEqual({ ok: true, value: '1371024505850004' });
  });
});

describe('a new value', () => {
  it('never breaks on what a stranger writes, and stays the same when checked again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.string({ unit: 'binary', maxLength: 300 }), (field, value) => {
        const check = validField(field, value);
        if (check.ok) expect(validField(field, check.value)).toEqual(check);
      }),
    );
  });

  it('is brought into the form it is stored in', () => {
    expect(validField('phone', '0812-3456-7890')).toEqual({ ok: true, value: '+6281234567890' });
    expect(validField('email', ' Siti@Agency.GO.ID ')).toEqual({ ok: true, value: 'siti@agency.go.id' });
    expect(validField('position', ' Kepala\n Seksi ')).toEqual({ ok: true, value: 'Kepala Seksi' });
  });

  it('is refused with the reason', () => {
    const why = (field: Parameters<typeof validField>[0], value: string) => {
      const check = validField(field, value);
      return check.ok ? 'ok' : check.why;
    };
    expect(why('name', '  ')).toBe('empty');
    expect(why('name', 'x'.repeat(TEXT_LIMIT + 1))).toBe('length');
    expect(why('name', 'a\u0000b')).toBe('format');
    expect(why('name', 'a\u202eb')).toBe('format');
    expect(why('phone', '12')).toBe('format');
    expect(why('email', 'siti@agency')).toBe('format');
    expect(why('email', 'a b@agency.go.id')).toBe('format');
    expect(why('nik', '137102')).toBe('length');
    expect(why('nik', '13710245058500AB')).toBe('format');
    expect(why('nip', '198513052010012004')).toBe('birth-date');
  });
});

describe('what a change makes another', () => {
  const data = Object.fromEntries(FIELDS.map((field) => [field, `old ${field}`])) as Data;

  it('is told in the order of the data', () => {
    expect(dataChanges(data, { unit: 'Sekretariat', position: 'Camat' })).toEqual([
      { field: 'position', from: 'old position', to: 'Camat' },
      { field: 'unit', from: 'old unit', to: 'Sekretariat' },
    ]);
    expect(dataChanges(data)).toEqual([]);
  });

  it('has nothing of a wish that was taken back', () => {
    expect(dataChanges(data, { phone: data.phone, city: '' })).toEqual([{ field: 'city', from: 'old city', to: '' }]);
  });
});

describe('a data version', () => {
  it('of the first release can be read, and has the hash that was stored with it', () => {
    const names = ['nik', 'nip', 'name', 'email', 'phone', 'position', 'organisation', 'unit', 'city', 'province'];
    const stored = Data.parse(Object.fromEntries(names.map((name) => [name, name])));
    expect(canonicalData(stored)).toBe(JSON.stringify(names));
  });
});

describe('mask', () => {
  it('shows the ends and hides the rest', () => {
    expect(mask('1371024505850004')).toBe('1371••••••••0004');
    expect(mask('198505052010012004')).toBe('1985••••••••••2004');
  });

  it('hides whole what is too short to hide anything in', () => {
    expect(mask('12345678')).toBe('••••••••');
  });
});

describe('a serial', () => {
  it.each(['0x0A:1b:2C', '0a-1b-2c', ' 0A 1B 2C', '000a1b2c'])(
    'is stored in one form, however it is written: %s',
    (written) => {
      expect(plainSerial(written)).toBe('a1b2c');
    },
  );
});
