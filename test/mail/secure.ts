import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import createImapServer from 'hoodiecrow-imap';
import forge from 'node-forge';
import { SMTPServer } from 'smtp-server';

const newPair = promisify(forge.pki.rsa.generateKeyPair) as unknown as (options: {
  bits: number;
}) => Promise<forge.pki.rsa.KeyPair>;

export type Credentials = { readonly key: string; readonly cert: string };

/**
 * A certificate that signs itself, for this machine and the hosts that are named, as many a small office has on its mail
 * server.
 */
export async function selfSigned(...hosts: readonly string[]): Promise<Credentials> {
  const { publicKey, privateKey } = await newPair({ bits: 2048 });
  const certificate = forge.pki.createCertificate();
  Object.assign(certificate, { publicKey, serialNumber: '01' });
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + 3_600_000);
  const name = [{ name: 'commonName', value: 'mail.kominfo.example' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }, ...hosts.map((value) => ({ type: 2, value }))] },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return { key: forge.pki.privateKeyToPem(privateKey), cert: forge.pki.certificateToPem(certificate) };
}

export type Security = {
  readonly credentials?: Credentials;
  /** `tls` from the first byte, `starttls` when asked, or neither. */
  readonly by?: 'tls' | 'starttls';
};
export const USER = 'sertifikat@kominfo.example';
export const PASSWORD = 'kata-sandi-kotak-surat';

/** A mailbox that holds one mail. `accepts`: the access token that is good right now. */
export async function secureMailbox({ credentials, by }: Security, accepts = { accessToken: '' }) {
  const imap = createImapServer({
    plugins: ['ID', 'IDLE', 'SASL-IR', 'XOAUTH2', ...(by === 'starttls' ? ['STARTTLS'] : [])],
    users: { [USER]: { password: PASSWORD, xoauth2: accepts } },
    storage: { INBOX: { messages: [{ raw: 'From: budi@pemprov.example\r\nSubject: Halo\r\n\r\nx' }] } },
    ...(credentials ? { credentials } : {}),
    secureConnection: by === 'tls',
  });
  const sockets = new Set<Socket>();
  imap.server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
  return {
    port: (imap.server.address() as AddressInfo).port,
    stop: () =>
      new Promise<void>((resolve) => {
        imap.server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A server that takes mail from whoever signs in, and says how each came. */
export async function secureSubmission({ credentials, by }: Security, accepts = { accessToken: '' }) {
  const sessions: { secure: boolean; method: string }[] = [];
  const server = new SMTPServer({
    ...credentials,
    secure: by === 'tls',
    ...(by === 'starttls' ? {} : { disabledCommands: ['STARTTLS'] }),
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth({ method, username, password, accessToken }, session, answer) {
      sessions.push({ secure: session.secure, method });
      const right = method === 'XOAUTH2' ? accessToken === accepts.accessToken : password === PASSWORD;
      if (right && username === USER) answer(null, { user: USER });
      else if (method === 'XOAUTH2') answer(null, { data: { status: '401', schemes: 'bearer' } });
      else answer(Object.assign(new Error('invalid'), { responseCode: 535 }));
    },
    onData: (stream, _session, answer) => void stream.resume().on('end', () => answer()),
  });
  server.on('error', () => {
    // A client that turns away from the certificate is what some tests are about.
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    sessions,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type Grant = { readonly status?: number; readonly body?: unknown; readonly hang?: boolean };

/** A token endpoint: each answer is what `grant` says then; every form it was sent is kept. */
export async function tokenEndpoint(grant: (form: URLSearchParams, asked: number) => Grant) {
  const forms: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    forms.push(Object.fromEntries(form));
    const { status = 200, body: answer, hang } = grant(form, forms.length);
    if (hang) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/token`,
    forms,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
