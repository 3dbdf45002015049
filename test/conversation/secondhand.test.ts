import { describe, expect, test } from 'vitest';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { ownWords } from '../../src/conversation/secondhand.ts';
import { understand } from '../../src/conversation/words.ts';
import { applicant, Talk } from './talk.ts';

const forwarded = (text: string, hasFiles = false) =>
  ownWords({ meanings: understand(text), forwarded: true, hasFiles });

describe('a message that was passed on', () => {
  test.each([
    'ya, data sudah sesuai',
    'tidak',
    'jabatan: Kepala Seksi',
    'batalkan permohonan saya',
    'berhenti kirim pesan',
    'saya sudah pensiun',
    'laptop saya hilang',
    'Kode masuk Anda: 123456',
    '198505052010012004',
    'surat rekomendasi',
    'english',
    'selamat pagi',
    'terima kasih',
  ])('says nothing of its sender: %s', (text) => {
    expect(forwarded(text)).toEqual({ meanings: [], odd: 'forwarded' });
  });

  test.each([
    [
      'the CA’s notice',
      'Yth. Budi, sertifikat elektronik Anda akan segera berakhir. Segera lakukan perpanjangan.',
      'renew',
    ],
    ['a question', 'apakah ini penipuan?', 'is-it-real'],
    ['a password, which is forgotten', 'passphrase saya: Rahasia#2024x', 'secret'],
  ])('may bring %s', (_what, text, means) => {
    expect(forwarded(text)).toEqual({ meanings: [{ means }] });
  });

  test('may bring a letter, and say which one it is', () => {
    expect(forwarded('ini surat rekomendasi', true)).toEqual({
      meanings: [{ means: 'letter-is', letter: 'recommendation' }],
    });
    expect(forwarded('', true)).toEqual({ meanings: [] });
    expect(forwarded('ya, data sudah sesuai', true)).toEqual({ meanings: [], odd: 'forwarded' });
  });
});

test('of a message that was edited nothing counts but a password', () => {
  const edited = (text: string) => ownWords({ meanings: understand(text), odd: 'edited', hasFiles: false });
  expect(edited('ya, data sudah sesuai')).toEqual({ meanings: [], odd: 'edited' });
  expect(edited('passphrase saya: Rahasia#2024x')).toEqual({ meanings: [{ means: 'secret' }], odd: 'edited' });
});

test('a person’s own words stay as they are', () => {
  const meanings: Meaning[] = [{ means: 'yes' }];
  expect(ownWords({ meanings, hasFiles: false })).toEqual({ meanings });
  expect(ownWords({ meanings, odd: 'photo', hasFiles: false })).toEqual({ meanings, odd: 'photo' });
});

test.each(['forwarded', 'edited'] as const)('a yes that was %s leaves the question open, and asks it again', (odd) => {
  const talk = new Talk({ who: applicant(), proven: 'code', renewal: 'opened' });
  talk.hears({ means: 'greeting' });
  expect(talk.question?.what).toBe('data-check');
  expect(talk.receives({ meanings: [], odd, text: 'ya, data sudah sesuai' })[0]).toBe('odd');
  expect(talk.events).toEqual([]);
  expect(talk.hears({ means: 'yes' })).toContain('data-confirmed');
});
