import { afterAll, beforeAll, describe, test } from 'vitest';
import type { MailPeople } from '../../src/sandbox/mail/people.ts';
import { SAMPLES } from '../../src/sandbox/samples.ts';
import { renewsByMail } from '../journey/by-mail.ts';
import { MAILBOX, type Office, openOffice } from '../support/office.ts';
import { type Exchange, openExchange, withoutExchange } from './exchange.ts';

const missing = withoutExchange();
if (missing) console.warn(`skipped: ${missing}`);

describe.skipIf(missing).each([
  { plusAddresses: true, where: 'the address' },
  { plusAddresses: false, where: 'References' },
])('a whole renewal through Postfix and Dovecot, the token in $where', ({ plusAddresses }) => {
  let exchange: Exchange;
  let office: Office<MailPeople>;
  beforeAll(async () => {
    exchange = await openExchange({ office: MAILBOX, people: SAMPLES.map(({ data }) => data.email) });
    office = await openOffice({ mail: exchange, plusAddresses });
  });
  afterAll(() => office.close());

  test('runs from notice to certificate', async () => {
    await renewsByMail(office, office.person('Siti'));
  });
});
