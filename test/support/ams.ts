import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ACCOUNT = { user: 'kominfo', password: 'rahasia:9 é' };

/** What the CA's status service answers next: a status as it writes one, or any answer at all. */
type Answering = string | ((response: ServerResponse) => void);

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Ways in which a service is unwell. */
export const UNWELL = {
  busy: (after: string) => (response: ServerResponse) => response.writeHead(429, { 'retry-after': after }).end(),
  failing: (response: ServerResponse) =>
    json(response, 500, { status: 500, error: 'Internal Server Error', path: '/api/user/status/1371' }),
  broken: (response: ServerResponse) => response.writeHead(200).end('{"status":"ISS'),
  notAStatus: (response: ServerResponse) => json(response, 200, { pesan: 'halo' }),
  huge: (response: ServerResponse) => json(response, 200, { status: 'ISSUE', more: 'x'.repeat(100_000) }),
  /** Headers and half of an answer, and then nothing. */
  slow: (response: ServerResponse) => response.writeHead(200).write('{"status":'),
  moved: (response: ServerResponse) => response.writeHead(302, { location: 'https://example.org/' }).end(),
  unknownPerson: (response: ServerResponse) => json(response, 404, { status_code: 1110, status: 'NOT_REGISTERED' }),
} as const;

/** Plays the CA's status service on loopback: `GET /api/user/status/{nik}` with Basic authentication. */
export async function startAms() {
  const answers = new Map<string, Answering>();
  let otherwise: Answering = 'NO_CERTIFICATE';
  let account = ACCOUNT;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const nik = request.url?.split('/').at(-1) ?? '';
    asked.push(`${request.method} ${request.url}`);
    const expected = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return void response.writeHead(401).end();
    const answer = answers.get(nik) ?? otherwise;
    if (typeof answer === 'string') json(response, 200, { status_code: 1111, status: answer, message: 'ok' });
    else answer(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every question, as it was asked. */
    asked,
    says(nik: string, answer: Answering): void {
      answers.set(nik, answer);
    },
    /** Whoever nothing was said of. */
    saysOtherwise(answer: Answering): void {
      otherwise = answer;
    },
    /** From now on only this password opens it. */
    changesPassword(password: string): void {
      account = { ...account, password };
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Ams = Awaited<ReturnType<typeof startAms>>;
