import type { NoticeReader, NoticeView } from '../../../db/console-notices.ts';
import type { Text } from '../../conversation/line.ts';
import { render } from '../../conversation/render.ts';
import { reminderOf } from '../../desk/notice-due.ts';
import { basisOf, firstNotice } from '../../desk/opening.ts';
import type { WebParts } from '../parts.ts';

/** Given when it leaves. */
const NUMBER = '[nomor permohonan]';

/** The mail that leaves if this notice is released now, made by the same lines as the mail itself. */
export function noticeText(
  { settings, clock }: Pick<WebParts, 'settings' | 'clock'>,
  { person, serial, expires }: NoticeView,
  { renewal, hasChat, language = settings.language }: NoticeReader,
): Text {
  const { name } = person!.data;
  const { agency, timeZone, officeHours, bot } = settings;
  const needsCsr = renewal?.rules.needsCsr ?? settings.issuer === 'local';
  const opened = renewal ?? { basis: basisOf({ state: 'valid', notAfter: expires }, clock()), number: NUMBER };
  const certificate = { notAfter: expires, ...(serial ? { serial } : {}) };
  const line =
    (renewal && reminderOf(renewal, expires)) ??
    firstNotice(name, opened, needsCsr, certificate, bot !== undefined && !hasChat);
  return render([line], {
    language,
    agency,
    timeZone,
    officeHours,
    channel: 'mail',
    ...(bot ? { bot } : {}),
    name,
    number: opened.number,
  });
}
