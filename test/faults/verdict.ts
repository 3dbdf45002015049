/** What is in Postgres and what the servers have seen, after all has settled. */
export type Evidence = {
  readonly chats: readonly Talk[];
  readonly boxes: readonly Talk[];
  /** Texts that answer the first, second ... question of a chat, in a house that nothing happens to. */
  readonly expected: readonly string[];
  /** Injected faults and kills: each may have left the outcome of one send in each chat unknown (FIELD-NOTES, Telegram). */
  readonly disturbances: number;
  readonly certificatesOfRequests: readonly number[];
  readonly renewals: readonly { readonly name: string; readonly certificates: number; readonly approvals: number }[];
  readonly brokenChains: readonly string[];
  /** Contacts under a lease, jobs in hand or due, work without a result. */
  readonly stuck: readonly string[];
  readonly faults: readonly string[];
};

export type Talk = {
  readonly name: string;
  /** What the server has accepted for us, in order. */
  readonly asked: readonly string[];
  /** What we have on record of it, in order. */
  readonly recorded: readonly { readonly what: string; readonly state: string }[];
  /** What we have written, in order. `key`: by which it is known where it arrives (Message-ID), if it has one. */
  readonly written: readonly { readonly body: string; readonly state: string; readonly key?: string | undefined }[];
  /** What has arrived, in order: bodies in a chat, Message-IDs in a mailbox. */
  readonly arrived: readonly string[];
};

export type Finding = {
  readonly kind:
    | 'lost'
    | 'twice'
    | 'order'
    | 'no outcome'
    | 'unanswered'
    | 'wrong answer'
    | 'stuck'
    | 'fault'
    | 'journal';
  readonly where: string;
  readonly what: string;
};
export type Verdict = {
  readonly findings: readonly Finding[];
  /** Arrived again: allowed, and counted. */
  readonly again: { readonly chats: number; readonly mail: number };
  /** Sent, and nobody knows whether it arrived: marked for the operators, and counted. */
  readonly unsure: number;
};

/** Pure. Every accepted message has one record and one outcome, its answer arrived, in order, and nothing is left over. */
export function judge(evidence: Evidence): Verdict {
  const again = { chats: 0, mail: 0 };
  let unsure = 0;
  const findings: Finding[] = [];
  for (const talk of [...evidence.chats, ...evidence.boxes]) findings.push(...records(talk));
  for (const chat of evidence.chats) {
    findings.push(...answers(chat, evidence.expected));
    const seen = arrivals(chat, ({ body }) => body);
    findings.push(...seen.findings);
    again.chats += seen.again;
    unsure += seen.unsure;
    if (seen.again > evidence.disturbances)
      findings.push({ kind: 'twice', where: chat.name, what: `${seen.again} messages, more than can be explained` });
  }
  for (const box of evidence.boxes) {
    const missing = box.asked.length - box.written.length;
    if (missing !== 0)
      findings.push({
        kind: missing > 0 ? 'unanswered' : 'twice',
        where: box.name,
        what: `${Math.abs(missing)} mails`,
      });
    const seen = arrivals(box, ({ key }) => key);
    findings.push(...seen.findings);
    again.mail += seen.again;
    unsure += seen.unsure;
  }
  findings.push(...explained({ again: again.chats + again.mail, unsure }, evidence.disturbances));
  findings.push(...house(evidence));
  return { findings, again, unsure };
}

/** A fault or kill meets what is just on its way, in all chats and mailboxes together: so many messages on the average at most. */
const MET_BY_ONE = 2;

function explained(seen: { readonly again: number; readonly unsure: number }, disturbances: number): Finding[] {
  const most = MET_BY_ONE * disturbances;
  const too = (kind: Finding['kind'], count: number, what: string): Finding[] =>
    count > most ? [{ kind, where: 'all together', what: `${count} ${what}, more than can be explained` }] : [];
  return [...too('twice', seen.again, 'arrived again'), ...too('no outcome', seen.unsure, 'are unsure')];
}

function records({ name: where, asked, recorded }: Talk): Finding[] {
  const findings: Finding[] = [];
  const count = new Map<string, number>();
  for (const { what, state } of recorded) {
    count.set(what, (count.get(what) ?? 0) + 1);
    // Ours is a load that can be understood: nothing of it may be kept with a fault, or lie with the operators.
    if (state !== 'received' && state !== 'done')
      findings.push({ kind: 'no outcome', where, what: `${what}: ${state}` });
  }
  for (const what of asked) {
    const times = count.get(what) ?? 0;
    if (times === 0) findings.push({ kind: 'lost', where, what });
    if (times > 1) findings.push({ kind: 'twice', where, what: `${what}: ${times} records` });
  }
  const order = [...count.keys()].filter((what) => asked.includes(what));
  const due = asked.filter((what) => count.has(what));
  if (order.some((what, at) => what !== due[at])) findings.push({ kind: 'order', where, what: order.join(' | ') });
  return findings;
}

/** In a chat each question has one answer, and it is the answer to this question. */
function answers({ name: where, asked, written }: Talk, expected: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const missing = asked.length - written.length;
  if (missing > 0) findings.push({ kind: 'unanswered', where, what: `${missing} questions` });
  if (missing < 0) findings.push({ kind: 'twice', where, what: `${-missing} answers too many` });
  const wrong = written.findIndex(({ body }, at) => at < expected.length && body !== expected[at]);
  if (wrong >= 0 && missing === 0) findings.push({ kind: 'wrong answer', where, what: written[wrong]!.body });
  return findings;
}

/** What was sent arrived, in its order, and again only directly after itself (a chat) or by the same Message-ID. */
function arrivals(
  { name: where, written, arrived }: Talk,
  keyOf: (row: Talk['written'][number]) => string | undefined,
): { findings: Finding[]; again: number; unsure: number } {
  const findings: Finding[] = [];
  let [at, again, unsure] = [0, 0, 0];
  const known = new Set<string>();
  const repeats = () => {
    for (; at < arrived.length && known.has(arrived[at]!) && isRepeat(at); at++) again += 1;
  };
  const isRepeat = (index: number) => arrived[index] === arrived[index - 1] || arrived[index]!.startsWith('<');
  for (const row of written) {
    const key = keyOf(row);
    repeats();
    if (key !== undefined && arrived[at] === key) {
      known.add(key);
      at += 1;
      if (row.state !== 'sent' && row.state !== 'unsure')
        findings.push({ kind: 'stuck', where, what: `${row.state}, but it arrived` });
    } else if (row.state !== 'unsure') findings.push({ kind: 'lost', where, what: `${row.state}: ${row.body}` });
    if (row.state === 'unsure') unsure += 1;
  }
  repeats();
  if (at < arrived.length)
    findings.push({ kind: 'order', where, what: `arrived where nobody expected it: ${arrived.slice(at).join(' | ')}` });
  return { findings, again, unsure };
}

function house(evidence: Evidence): Finding[] {
  const where = 'the house';
  return [
    ...evidence.certificatesOfRequests
      .filter((count) => count !== 1)
      .map((count): Finding => ({ kind: 'twice', where, what: `${count} certificates of one request` })),
    ...evidence.renewals
      .filter(({ certificates, approvals }) => certificates !== 1 || approvals !== 1)
      .map(({ name, ...rest }): Finding => ({ kind: 'lost', where: name, what: JSON.stringify(rest) })),
    ...evidence.brokenChains.map((what): Finding => ({ kind: 'journal', where, what })),
    ...evidence.stuck.map((what): Finding => ({ kind: 'stuck', where, what })),
    ...evidence.faults.map((what): Finding => ({ kind: 'fault', where, what })),
  ];
}
