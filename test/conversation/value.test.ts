import { describe, expect, it } from 'vitest';
import { understand } from '../../src/conversation/words.ts';
import { atDataCheck, onMail } from './places.ts';
import type { Talk } from './talk.ts';

/** A value that names no field, in words as they are written. */
const says = (talk: Talk, text: string): string[] => talk.receives({ meanings: understand(text), text });
const changes = (talk: Talk) => talk.line('change-noted').changes.map(({ field, to }) => `${field}: ${to}`);

describe('"salah, harusnya ..." right after a change was noted', () => {
  it('corrects that very change, and leaves the others', () => {
    const talk = atDataCheck();
    says(talk, 'jabatan saya jadi Kepala Seksi');
    says(talk, 'unit kerja jadi Bidang Aptika');
    says(talk, 'salah, harusnya Bidang Statistik');
    expect(changes(talk)).toEqual(['position: Kepala Seksi', 'unit: Bidang Statistik']);
    expect(talk.question?.what).toBe('change-values');
  });

  it('is asked about where several were noted at once, or something was said in between', () => {
    const several = atDataCheck();
    says(several, 'jabatan: Kepala Seksi, unit kerja: Bidang Aptika');
    expect(says(several, 'salah, harusnya Bidang Statistik')).toEqual(['change-ask']);
    const later = atDataCheck();
    says(later, 'jabatan saya jadi Kepala Seksi');
    says(later, 'berapa lama prosesnya?');
    expect(says(later, 'salah, harusnya Kepala Bidang')).toEqual(['change-ask']);
  });

  it('takes up a change again that was said to be all, before its letter is signed', () => {
    const talk = onMail();
    says(talk, 'jabatan saya jadi Kepala Seksi, itu saja');
    expect(talk.question?.what).toBe('change-letter');
    expect(says(talk, 'maaf salah ketik, yang benar Kepala Bidang')).toEqual(['change-noted']);
    expect(changes(talk)).toEqual(['position: Kepala Bidang']);
  });

  it.each([
    'bukan itu, harusnya kemarin sudah jadi',
    'maaf, harusnya operator yang ubah',
    'sorry, I meant to cancel',
    'bukan, maksud saya email',
    'salah, harusnya 081266778899',
  ])('is no value where it speaks of something else: %s', (text) => {
    const talk = atDataCheck();
    says(talk, 'jabatan saya jadi Kepala Seksi');
    says(talk, text);
    expect(talk.events).toEqual([]);
  });

  it('is told why where its value cannot be one, and the change stands as it was', () => {
    const talk = atDataCheck();
    says(talk, 'no hp saya jadi 081266778899');
    expect(says(talk, 'salah, harusnya 12')).toEqual(['change-noted', 'change-invalid']);
    expect(changes(talk)).toEqual(['phone: +6281266778899']);
  });
});

describe('a telephone number by itself, where the data was shown', () => {
  it('is noted and asked back, and the one on record is no change', () => {
    const talk = atDataCheck();
    says(talk, '0812-6677-8899 ya min');
    expect(changes(talk)).toEqual(['phone: +6281266778899']);
    expect(says(atDataCheck(), '081234567890')).toEqual(['data-check']);
  });
});

describe('a NIP below a text, where the data was shown', () => {
  const NIP = 'NIP. 198505052010012099';

  it.each([
    `Saya cek dulu datanya.\n\nBudi Santoso\n${NIP}`,
    `Mohon petunjuk.\n\nHormat saya,\nBudi Santoso\n${NIP}\nDinas Kominfo`,
    `Mohon petunjuk\n\nbudi santoso\n${NIP}`,
    `Ya, sudah benar.\n\nBudi Santoso\nJl. Sudirman No. 5 Padang\n${NIP}`,
    `Jabatan saya salah\n\nBudi Santoso\n${NIP}`,
  ])('says who wrote, and proposes nothing: %j', (text) => {
    const talk = atDataCheck();
    says(talk, text);
    expect(talk.events).not.toContain('change-proposed');
  });

  it.each([NIP, `Data saya yang benar:\n${NIP}`, `NIP saya salah\n${NIP}`])('is the new one in %j', (text) => {
    const talk = atDataCheck();
    says(talk, text);
    expect(changes(talk)).toEqual(['nip: 198505052010012099']);
  });
});

describe('the long answer about the letter', () => {
  it('is given in short where it stands just above, and in full again after something else', () => {
    const talk = atDataCheck();
    const again = (text: string) => {
      says(talk, text);
      return talk.line('answer').again ?? false;
    };
    expect(again('surat rekomendasi itu apa?')).toBe(false);
    expect(again('siapa yang tanda tangan?')).toBe(true);
    expect(again('berapa lama prosesnya?')).toBe(false);
    expect(again('surat rekomendasi itu apa?')).toBe(false);
  });
});
