import { createServer, type Socket } from 'node:net';

/** What Postfix asks of each recipient: names and values (its SMTPD_POLICY_README). */
type Asked = ReadonlyMap<string, string>;
type Policy = { readonly port: number; stop(): Promise<void> };

/** Answers what Postfix asks; `decide` returns an action of its access(5). */
export async function startPolicy(decide: (asked: Asked) => string): Promise<Policy> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      const questions = (text + chunk).split('\n\n');
      text = questions.pop() ?? '';
      for (const question of questions) socket.write(`action=${decide(asked(question))}\n\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const asked = (question: string): Asked =>
  new Map(
    question.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
