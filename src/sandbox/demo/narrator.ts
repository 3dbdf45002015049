import { phrases } from '../../conversation/render.ts';
import { statusSteps } from '../../conversation/status.ts';
import type { Renewal } from '../../renewal/renewal.ts';
import type { Stage } from './stage.ts';

const WIDTH = 92;
const INDENT = '    ';

/** Prints what is said in chats and mails as it happens, under the SOP's activities. */
export function createNarrator(stage: Stage, print: (text: string) => void) {
  const { mail, telegram } = stage.embedded;
  const say = (who: string, where: string, text: string, files: readonly string[] = []) => {
    const body = [text.trim(), ...files.map((name) => `[berkas: ${name}]`)].filter(Boolean).join('\n');
    print(`\n  ${who} · ${where}\n${wrapped(body)}\n`);
  };
  telegram?.world.on((event) => {
    if (event.what !== 'message') return;
    const { message } = event;
    const name = telegram.world.people().find(({ chat }) => chat === event.chat)?.name ?? 'Grup operator';
    const buttons = message.buttons.map(({ label }) => `[${label}]`).join(' ');
    say(
      message.from === 'bot' ? `Perbarui → ${name}` : name,
      'Telegram',
      [message.text, buttons].filter(Boolean).join('\n'),
      message.files.map((file) => file.name),
    );
  });
  mail?.world.on(({ kind, address, message }) => {
    const files = message.attachments.map(({ name }) => name);
    const text =
      kind === 'sent'
        ? message.text
            .split('\n')
            .filter((line) => !line.startsWith('>'))
            .join('\n')
        : message.text;
    say(
      kind === 'sent' ? address : `${message.fromName || message.from} → ${address}`,
      `surat · ${message.subject}`,
      text,
      files,
    );
  });
  let under = '';
  return {
    title(text: string) {
      under = '';
      print(`\n${'═'.repeat(WIDTH)}\n${text}\n${'═'.repeat(WIDTH)}\n`);
    },
    /** What a person does that no message shows: a button, an operator's decision. */
    does: (who: string, what: string) => print(`\n  ${who} · ${what}\n`),
    /** The SOP's activity that is under way now, derived from the renewal's facts; once for all that happens under it. */
    step(renewal: Renewal) {
      const activity = activityOf(renewal);
      if (activity !== under) print(`\n── ${activity} ${'─'.repeat(40)}\n`);
      under = activity;
    },
  };
}
export type Narrator = ReturnType<typeof createNarrator>;

function activityOf(renewal: Renewal): string {
  const step = statusSteps(renewal).find(({ state }) => state === 'now');
  if (!step) return 'SOP selesai';
  return `SOP ${step.activity}/6: ${phrases('id').activities[step.activity]}`;
}

function wrapped(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${WIDTH}}(\\s|$)|\\S+`, 'g')) ?? [''])
    .map((line) => `${INDENT}${line.trimEnd()}`)
    .join('\n');
}
