import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, maskNumbers, SECRET_REMOVED } from '../../src/conversation/secret.ts';

describe('a password or passphrase', () => {
  it.each([
    ['passphrase saya Rahasia#123', 'Rahasia#123'],
    ['Passphrase tte saya yang baru adalah Kucing99!', 'Kucing99!'],
    ['password: kucing123', 'kucing123'],
    ['PASSWORD=kucingmakan', 'kucingmakan'],
    ['pasword saya : rahasia banget 7', 'rahasia banget 7'],
    ['kata sandi saya Bandung2026 ya min', 'Bandung2026'],
    ['sandinya: merdeka45', 'merdeka45'],
    ['pin saya 556677', '556677'],
    ['my password is Summer#2026, please help', 'Summer#2026'],
    ['Rahasia#123', 'Rahasia#123'],
    ['  Rahasia#123\n', 'Rahasia#123'],
    ['Rahasia#123 itu passphrase saya', 'Rahasia#123'],
    ['nip 1985, passphrase abc123def lalu password Xyz98765', 'abc123def'],
    ['nip 1985, passphrase abc123def lalu password Xyz98765', 'Xyz98765'],
    ['pass: P@55word\nsudah benar', 'P@55word'],
  ])('is found and removed from %j', (text, secret) => {
    const { found, redacted } = findSecrets(text);
    expect(found).toBe(true);
    expect(redacted).not.toContain(secret);
    expect(redacted).toContain(SECRET_REMOVED);
  });

  it.each([
    'lupa passphrase',
    'passphrase itu apa?',
    'password saya salah terus',
    'reset password dong min',
    'passphrase minimal 8 karakter',
    'password harus ada huruf besar',
    'jabatan jadi Kepala Seksi Sandi',
    'Kepala Bidang Persandian',
    'kode 123456',
    'kodenya: 482913',
    '198501012010011001',
    'Budi.Santoso1@x.go.id',
    'https://x.go.id/A1-b2',
    'Surat_Rekomendasi-2026.pdf',
    '800/123-Diskominfo/2026',
    '@Budi_2026',
    'iya sudah benar',
    'S.Kom., M.Si.',
    'passphrase: lupa',
    'password?',
    'sandi: belum dapat',
    'saya belum terima passphrase dari BSrE',
    'Passwordnya yang mana kak',
  ])('is not seen in %j', (text) => {
    expect(findSecrets(text)).toEqual({ found: false, redacted: text });
  });

  it('leaves the rest of the message as it was', () => {
    expect(findSecrets('jabatan: Kasi\npassword: kucing123\nno hp 0812').redacted).toBe(
      `jabatan: Kasi\npassword: ${SECRET_REMOVED}\nno hp 0812`,
    );
  });

  it('is gone after one pass, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('password: ', 'passphrase saya ', 'sandi=', ''),
        (before, label) => {
          const { found, redacted } = findSecrets(`${before} ${label}Rahasia#123`);
          if (label !== '') expect([found, redacted.includes('Rahasia#123')]).toEqual([true, false]);
        },
      ),
    );
  });

  it('is looked for in time that grows with the text, also where it is hostile', () => {
    for (const piece of [
      'password ',
      'password:',
      'passphrase saya ',
      'pin',
      'A1#a',
      ' ',
      '\n',
      'sandi saya yang baru ',
      'x'.repeat(50),
    ])
      expect(findSecrets(piece.repeat(100_000 / piece.length)).redacted.length).toBeGreaterThan(0);
  });
});

describe('a private key in a text', () => {
  const key = (label: string) => `-----BEGIN ${label}-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQ\n-----END ${label}-----`;
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    'is found and removed, as %s',
    (label) => {
      expect(findSecrets(`ini kuncinya\n${key(label)}\nmohon dicek`)).toEqual({
        found: true,
        redacted: `ini kuncinya\n${SECRET_REMOVED}\nmohon dicek`,
      });
    },
  );

  it('leaves nothing of one that is cut off, nor of one behind that', () => {
    const cut = key('PRIVATE KEY').slice(0, 50);
    expect(findSecrets(`${cut}\n${key('PRIVATE KEY')}\nhalo`).redacted).toBe(`${SECRET_REMOVED}\nhalo`);
    const rest = key('PRIVATE KEY').slice(50);
    expect(findSecrets(`${rest}\nhalo`)).toEqual({ found: true, redacted: `${SECRET_REMOVED}\nhalo` });
    expect(findSecrets(`halo ${cut}`).redacted).toBe(`halo ${SECRET_REMOVED}`);
    expect(findSecrets(key('PRIVATE KEY').replaceAll('-----', '—–-')).redacted).toBe(SECRET_REMOVED);
  });

  it('is known without its first dashes, and as base64 alone', () => {
    expect(findSecrets(key('PRIVATE KEY').slice(5))).toEqual({ found: true, redacted: SECRET_REMOVED });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    for (const pem of [
      rsa.export({ type: 'pkcs8', format: 'pem' }),
      rsa.export({ type: 'pkcs1', format: 'pem' }),
      ec.export({ type: 'pkcs8', format: 'pem' }),
    ]) {
      const bare = String(pem).split('\n').slice(1, -2).join('\n');
      expect(findSecrets(`kunci saya: ${bare}`)).toEqual({ found: true, redacted: `kunci saya: ${SECRET_REMOVED}\n` });
    }
    const open = createPublicKey(rsa).export({ type: 'spki', format: 'der' }).toString('base64');
    expect(findSecrets(open).found).toBe(false);
  });

  it('is not a certificate, a request, or a word about it', () => {
    for (const text of [
      key('CERTIFICATE'),
      key('CERTIFICATE REQUEST'),
      key('PUBLIC KEY'),
      'apa itu private key?',
      'berkas "BEGIN PRIVATE KEY"',
    ])
      expect(findSecrets(text).found).toBe(false);
  });

  it('is looked for in time that grows with the text, also where it is hostile', () => {
    for (const piece of [
      '-',
      'END ',
      'BEGIN ',
      'MI',
      '-----BEGIN ',
      '-----BEGIN A A A ',
      '-----BEGIN PRIVATE KEY-----END A A ',
    ])
      expect(findSecrets(piece.repeat(200_000 / piece.length)).redacted.length).toBeGreaterThan(0);
  });
});

describe('NIK and NIP in stored text', () => {
  it.each([
    ['3273010101850001', '3273********0001'],
    ['NIK: 3273 0101 0185 0001.', 'NIK: 3273 **** **** 0001.'],
    ['3273.0101.0185.0001', '3273.****.****.0001'],
    ['3273-010101-85-0001', '3273-******-**-0001'],
    ['NIP 198501012010011001 ya', 'NIP 1985**********1001 ya'],
    ['19850101 201001 1 001', '1985**** ****** 1 001'],
    ['3273010101850001 198501012010011001', '3273********0001 1985**********1001'],
    ['nik 3273010101850001 081234567890', 'nik 3273********0001 081234567890'],
    ['nik 3273 0101 0185 0001 081234567890', 'nik 3273 **** **** 0001 081234567890'],
  ])('%j becomes %j', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });

  it.each([
    '081234567890',
    '0812 3456 7890',
    'kode 123456',
    '12/10/2026',
    '12345678901234567890',
    'Rp 1.500.000',
    'tidak ada angka',
  ])('%j stays', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('masks twice as it masks once, and changes nothing but digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 .-a\n'), maxLength: 200 }), (text) => {
        const masked = maskNumbers(text);
        expect(masked.length).toBe(text.length);
        expect(masked.replace(/[\d*]/g, '0')).toBe(text.replace(/\d/g, '0'));
        expect(masked).not.toMatch(/(?<!\d)\d{16}(?!\d)|(?<!\d)\d{18}(?!\d)/);
      }),
    );
  });

  it('takes hostile rows of digits', () => {
    for (const piece of ['1', '1 ', '1234 ', '1.', '12345678901234567'])
      expect(maskNumbers(piece.repeat(20_000)).length).toBe(piece.length * 20_000);
  });
});
