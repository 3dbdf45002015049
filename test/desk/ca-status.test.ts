import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createJobReads } from '../../db/work.ts';
import { openCaStatus } from '../../src/compose/ca-status.ts';
import { readConfig } from '../../src/config.ts';
import { lookUpStatuses, nextLook, pauseAfter } from '../../src/desk/jobs/ca-status.ts';
import type { JobParts } from '../../src/desk/jobs/jobs.ts';
import { createLog } from '../../src/log.ts';
import { createOutward } from '../../src/outward.ts';
import { reviewContent } from '../../src/renewal/content.ts';
import type { Data } from '../../src/renewal/renewal.ts';
import { ACCOUNT, type Ams, startAms, UNWELL } from '../support/ams.ts';
import { type ConsoleOffice, openConsole, person } from '../web/console-office.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('when the service is asked', () => {
  const now = new Date('2026-11-25T03:00:00Z');
  const minutes = (next: string) => (new Date(next).getTime() - now.getTime()) / MINUTE_MS;

  test('is more and more rarely while it says the same, and soon again once it says something else', () => {
    let place = nextLook(undefined, 'NEW', now);
    const waits = [place, ...Array.from({ length: 9 }, () => (place = nextLook(place, 'NEW', now)))];
    expect(waits.map(({ next }) => minutes(next))).toEqual([10, 20, 40, 60, 120, 240, 480, 1440, 1440, 1440]);
    expect(minutes(nextLook(place, 'ISSUE', now).next)).toBe(10);
  });

  test('is put off longer with each failure, at least as long as it asks for, and never over a day', () => {
    expect([1, 2, 3, 7, 99].map((failures) => pauseAfter(failures, undefined) / MINUTE_MS)).toEqual([
      5, 10, 20, 360, 360,
    ]);
    expect(pauseAfter(1, 30 * MINUTE_MS)).toBe(30 * MINUTE_MS);
    expect(pauseAfter(1, 1_000)).toBe(5 * MINUTE_MS);
    expect(pauseAfter(1, 90 * 24 * HOUR_MS)).toBe(24 * HOUR_MS);
  });
});

describe('the look-up of requests that stand in AMS', () => {
  let office: ConsoleOffice;
  let ams: Ams;
  let jobs: JobParts;
  const logged: string[] = [];
  const data = person('Siti');

  const withPassword = (password: string): JobParts => {
    const config = readConfig({
      ISSUER: 'ams',
      AMS_STATUS_URL: ams.url,
      AMS_STATUS_USER: ACCOUNT.user,
      AMS_STATUS_PASSWORD: password,
    });
    const { keyring, sql, clock, desk } = office;
    const caStatus = openCaStatus(config, { outward: createOutward(), keyring, clock })!;
    const log = createLog(pino({ base: null }, { write: (line: string) => void logged.push(line) }));
    // What the job needs of its house.
    return { desk, reads: createJobReads({ sql, keyring }), caStatus, clock, log } as unknown as JobParts;
  };
  async function entered(who: Data): Promise<void> {
    const renewal = await office.reviewable(who);
    await office.does({ act: 'approve', renewal: renewal.id, content: reviewContent(renewal) });
    await office.does({ act: 'enter-ams', renewal: renewal.id });
  }
  const look = async (after = 0) => {
    office.passes(after);
    return lookUpStatuses(jobs);
  };
  const status = async (who = data) => (await office.renewal(who)).facts.ams?.status;
  const faults = async () =>
    (await office.sql`select detail from faults where part = 'ams-status'`).map((f) => f.detail);

  beforeEach(async () => {
    ams = await startAms();
    office = await openConsole({ issuer: 'ams' });
    jobs = withPassword(ACCOUNT.password);
    logged.length = 0;
  });
  afterEach(async () => {
    await ams.stop();
    await office.close();
  });

  test('asks for nobody before his request is entered, then for him alone, and tells the desk what is new', async () => {
    await office.reviewable(person('Budi'));
    expect(await look()).toBe(0);
    await entered(data);
    ams.says(data.nik, 'NEW');
    expect(await look()).toBe(1);
    expect(ams.asked).toEqual([`GET /api/user/status/${data.nik}`]);
    expect(await status()).toMatchObject({ value: 'NEW', moved: true });
    const { revision } = await office.renewal(data);

    expect(await look(9 * MINUTE_MS)).toBe(0);
    expect(await look(MINUTE_MS)).toBe(1);
    // The same again is no event.
    expect((await office.renewal(data)).revision).toBe(revision);
    ams.says(data.nik, 'ISSUE');
    expect(await look(20 * MINUTE_MS)).toBe(1);
    expect(await status()).toMatchObject({ value: 'ISSUE' });
    const [row] =
      await office.sql`select what, who from awaits where kind = 'renewal' and ref = ${(await office.renewal(data)).id}`;
    expect(row).toEqual({ what: 'certificate-record', who: 'operator' });
    // It is there: nobody asks any more.
    expect(await look(48 * HOUR_MS)).toBe(0);
  });

  test('goes on for a while after a certificate was recorded on a word, until the service agrees', async () => {
    const recorded = async (who: Data, serial: string, evidence: 'word' | 'certificate', asked = 1) => {
      await entered(who);
      ams.says(who.nik, 'NEW');
      if (asked > 0) expect(await look()).toBe(asked);
      const { id } = await office.renewal(who);
      const certificate = {
        serial,
        notAfter: new Date('2028-11-22'),
        evidence,
        state: 'valid',
        issuer: 'ams',
      } as const;
      expect(await office.does({ act: 'record-certificate', renewal: id, certificate })).toMatchObject({ done: true });
    };
    const evidence = async (serial: string) =>
      (
        await office.sql`
          select e.evidence from certificate_evidence e join certificates c on c.id = e.certificate where c.serial = ${serial}`
      ).map((row) => row.evidence);
    await recorded(data, '77aa', 'word');
    expect(await look(10 * MINUTE_MS)).toBe(1);
    expect(await evidence('77aa')).toEqual([]);
    ams.says(data.nik, 'ISSUE');
    expect(await look(HOUR_MS)).toBe(1);
    expect(await evidence('77aa')).toEqual(['status']);
    expect(await look(48 * HOUR_MS)).toBe(0);
    // A certificate that was seen needs nobody's agreement; and one that the service never knew is given up.
    await recorded(person('Budi'), '77bb', 'certificate');
    expect(await look(HOUR_MS)).toBe(0);
    await recorded(person('Dewi'), '77cc', 'word');
    expect(await look(13 * 24 * HOUR_MS)).toBe(1);
    expect(await look(2 * 24 * HOUR_MS)).toBe(0);
    // Nor does it matter that nobody had asked before it was recorded.
    await recorded(person('Rizal'), '77dd', 'word', 0);
    expect(ams.asked.filter((question) => question.endsWith(person('Rizal').nik))).toEqual([]);
    expect(await look()).toBe(1);
    ams.says(person('Rizal').nik, 'ISSUE');
    expect(await look(10 * MINUTE_MS)).toBe(1);
    expect(await evidence('77dd')).toEqual(['status']);
    expect(await look(HOUR_MS)).toBe(0);
  });

  test('takes the first ISSUE for the new certificate where the old one was no longer valid, and only there', async () => {
    const [expired, expiring] = [data, person('Budi')];
    for (const [who, serial] of [
      [expired, '88aa'],
      [expiring, '88bb'],
    ] as const) {
      await entered(who);
      const { id } = await office.renewal(who);
      if (who === expired) await office.sql`update renewals set basis = 'expired' where id = ${id}`;
      const certificate = { serial, notAfter: new Date('2028-11-22'), evidence: 'word', state: 'valid', issuer: 'ams' };
      await office.does({ act: 'record-certificate', renewal: id, certificate } as never);
      ams.says(who.nik, 'ISSUE');
    }
    expect(await look()).toBe(2);
    const rows = await office.sql`
      select c.serial from certificate_evidence e join certificates c on c.id = e.certificate where e.evidence = 'status'`;
    expect(rows.map(({ serial }) => serial)).toEqual(['88aa']);
    // The old one may still be what is spoken of: it is asked on.
    expect(await look(HOUR_MS)).toBe(1);
  });

  test('puts a word that nobody knows before the operators, once', async () => {
    await entered(person('Dewi'));
    ams.says(person('Dewi').nik, 'SEDANG_DIPROSES');
    expect(await look()).toBe(1);
    const waiting = () => office.sql`select detail from awaits where what = 'ca-status-unknown'`;
    expect([...(await waiting())]).toEqual([{ detail: 'SEDANG_DIPROSES' }]);
    await office.sql`delete from awaits where what = 'ca-status-unknown'`;
    expect(await look(HOUR_MS)).toBe(1);
    expect([...(await waiting())]).toEqual([]);
    expect(await status(person('Dewi'))).toBeUndefined();
  });

  test('waits as it is told, and longer with each failure; an operator hears of it after the fifth', async () => {
    await entered(person('Rizal'));
    ams.says(person('Rizal').nik, UNWELL.busy('1800'));
    expect(await look()).toBe(0);
    const asked = ams.asked.length;
    expect(await look(29 * MINUTE_MS)).toBe(0);
    expect(ams.asked.length).toBe(asked);
    for (const [how, pause] of [
      [UNWELL.failing, 1],
      [UNWELL.broken, 10],
      [UNWELL.huge, 20],
    ] as const) {
      ams.says(person('Rizal').nik, how);
      await look(pause * MINUTE_MS);
    }
    expect(ams.asked.length).toBe(asked + 3);
    expect(await faults()).toEqual([]);
    await look(40 * MINUTE_MS);
    expect(await faults()).toEqual(['silent too-large']);
    ams.says(person('Rizal').nik, 'NEW');
    expect(await look(80 * MINUTE_MS)).toBe(1);
    expect(await look(10 * MINUTE_MS)).toBe(1);
    expect(await faults()).toHaveLength(1);
  });

  test('asks about all the others although it has no answer for one of them, and says nothing is wrong', async () => {
    const [first, second] = [person('Rizal'), person('Nurul')];
    await entered(first);
    office.passes(MINUTE_MS);
    await entered(second);
    ams.says(first.nik, UNWELL.notAStatus);
    expect(await look()).toBe(0);
    expect(await look(5 * MINUTE_MS)).toBe(1);
    expect(await status(second)).toMatchObject({ value: 'NO_CERTIFICATE' });
    for (let times = 0; times < 8; times++) await look(24 * HOUR_MS);
    expect(ams.asked.filter((question) => question.endsWith(second.nik)).length).toBeGreaterThan(4);
    expect(await faults()).toEqual([]);
  });

  test('puts no word before the operators about a request that has meanwhile left AMS', async () => {
    await entered(data);
    const { id } = await office.renewal(data);
    await office.does({ act: 'ams-refused', renewal: id, note: 'NIK tidak ditemukan' });
    await office.desk.receive([{ enter: 'ca-status', renewal: id, said: 'SEDANG_DIPROSES' }]);
    expect([...(await office.sql`select 1 from awaits where what = 'ca-status-unknown'`)]).toEqual([]);
  });

  test('stops where the account is refused, tells the operators, and goes on only with another account', async () => {
    await entered(person('Nurul'));
    ams.changesPassword('baru');
    expect(await look()).toBe(0);
    expect(await faults()).toEqual(['denied http-401']);
    const asked = ams.asked.length;
    expect(await look(48 * HOUR_MS)).toBe(0);
    expect(ams.asked.length).toBe(asked);
    jobs = withPassword('baru');
    expect(await look()).toBe(1);
    expect(await look(10 * MINUTE_MS)).toBe(1);
    expect(await faults()).toHaveLength(1);
  });

  test('writes neither number nor account nor address into log, journal or events', async () => {
    await entered(person('Budi'));
    ams.says(person('Budi').nik, UNWELL.failing);
    await look();
    ams.changesPassword('lain');
    await look(6 * MINUTE_MS);
    expect(logged.length).toBe(2);
    const kept = JSON.stringify([
      logged,
      // The sample's old serial is its number.
      await office.sql`select * from journal where chain not like 'applicant:%'`,
      await office.sql`select * from events`,
      await office.sql`select * from cursors`,
      await office.sql`select * from faults`,
    ]);
    for (const secret of [
      person('Budi').nik,
      ACCOUNT.password,
      Buffer.from(`${ACCOUNT.user}:${ACCOUNT.password}`).toString('base64'),
      ams.url,
    ])
      expect(kept).not.toContain(secret);
  });
});
