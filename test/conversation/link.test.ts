import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/conversation/meaning.ts';
import { understand } from '../../src/conversation/words.ts';
import { primary } from '../../src/renewal/awaited.ts';
import type { LinkState } from '../../src/renewal/renewal.ts';
import { atPassphrase } from './places.ts';
import { DATA, days, NOW, Talk } from './talk.ts';

const link = (state: LinkState): Meaning => ({ means: 'link', state });

const turn = (talk: Talk) => `${primary(talk.renewal)?.who} ${primary(talk.renewal)?.what}`;

describe("the question about the CA's mail", () => {
  it('is asked when the request stands in AMS, with the address that the mail goes to', () => {
    const talk = atPassphrase();
    expect(talk.question?.what).toBe('passphrase');
    expect(talk.renewal.facts.ams?.link).toBeUndefined();
    expect(talk.told).toEqual([{ say: 'passphrase-ask', email: DATA.email }]);
    talk.hears({ means: 'status' });
    expect(talk.line('status')).toMatchObject({ awaiting: 'passphrase', who: 'applicant' });
  });

  it.each([
    ['set', 'passphrase-noted', 'operator certificate-record'],
    ['missing', 'link-noted', 'operator resend-link'],
    ['expired', 'link-noted', 'operator resend-link'],
  ] as const)('answered with "%s" leads on', (state, line, next) => {
    const talk = atPassphrase();
    expect(talk.hears(link(state))).toEqual([line]);
    expect(turn(talk)).toBe(next);
  });

  it.each([
    ['sudah', 'set'],
    ['ya, sudah', 'set'],
    ['sudah saya atur min', 'set'],
    ['sudah bisa dipakai', 'set'],
    ['minta linknya lagi', 'missing'],
    ['emailnya belum ada', 'missing'],
    ['belum dapat email', 'missing'],
    ['kirim ulang kode', 'missing'],
    ['tautan passphrase kedaluwarsa', 'expired'],
    ['sudah, terima kasih', 'set'],
    ['sudah min, makasih', 'set'],
    ['done, thanks', 'set'],
    ['linknya sudah kedaluwarsa', 'expired'],
    ['tautan tidak bisa dibuka', 'expired'],
    ['the link expired', 'expired'],
    ['linknya belum masuk', 'missing'],
  ] as const)('understands "%s" in its own way', (text, state) => {
    const talk = atPassphrase();
    talk.receives({ meanings: understand(text), text });
    expect(talk.renewal.facts.ams?.link?.state).toBe(state);
  });

  it('respects "besok ya": nothing is asked, and he is still the one awaited', () => {
    const talk = atPassphrase();
    expect(talk.hears({ means: 'not-now', days: 1 })).toEqual(['later-noted']);
    expect(talk.renewal.facts.quietUntil).toEqual(days(1));
    expect(turn(talk)).toBe('applicant passphrase');
  });

  it('is called to mind after an answer to something else, and asked again after a plain no', () => {
    const talk = atPassphrase();
    expect(talk.hears({ means: 'how-long' })).toEqual(['answer', 'still-waiting']);
    expect(talk.hears({ means: 'no' })).toEqual(['passphrase-ask']);
  });

  it('is asked again when the link was sent again; then a mail that still does not come is news again', () => {
    const talk = atPassphrase();
    talk.hears(link('missing'));
    expect(talk.happens({ is: 'link-resent' })).toEqual(['link-resent']);
    expect(talk.question?.what).toBe('passphrase');
    expect(talk.hears(link('missing'))).toEqual(['link-noted']);
  });

  it('is not asked any more once the issuer says that the certificate is there', () => {
    const talk = atPassphrase();
    talk.happens({ is: 'ca-status', status: 'NEW' });
    expect(talk.happens({ is: 'ca-status', status: 'ISSUE' })).toEqual([]);
    expect(talk.hears({ means: 'resume' })).toEqual(['passphrase-noted']);
  });

  it('is asked in a reminder', () => {
    expect(atPassphrase().happens({ is: 'reminded' })).toEqual(['reminder', 'passphrase-ask']);
  });

  it('takes nothing from words that came late, or from somebody else', () => {
    const talk = atPassphrase();
    talk.receives({ meanings: [], text: 'sudah', late: NOW });
    talk.receives({ meanings: [], text: 'sudah', odd: 'forwarded' });
    expect(talk.renewal.facts.ams?.link).toBeUndefined();
  });

  it('takes nothing from a mail that proves nothing', () => {
    const talk = atPassphrase();
    const stranger = new Talk({ channel: 'mail', who: talk.who!, renewal: talk.renewal });
    stranger.hears(link('set'));
    expect(stranger.renewal.facts.ams?.link).toBeUndefined();
  });
});

describe('a certificate that is recorded', () => {
  it.each([
    ['word', false],
    ['status', false],
    ['signed-pdf', true],
    ['certificate', true],
  ])('by %s is told with what we have seen of it', (evidence, seen) => {
    const talk = atPassphrase();
    talk.happens({ is: 'issued', certificate: 'c2', serial: '0b', evidence });
    const [issued] = talk.told;
    expect(issued).toMatchObject({ say: 'issued', seen });
    expect('certificate' in issued!).toBe(seen);
  });
});
