import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { CA_SENDER, type CaNotice } from '../mail/ca-notice.ts';
import type { SandboxPageParts } from './parts.ts';
import { letterboxOf, type Player, playerOf } from './players.ts';
import { readBody } from './read.ts';

/** `office`: as a mail rule passes it on; `person`: as the CA does it; `forwarded`: and the applicant passes it on. */
const Notice = z.object({
  way: z.enum(['office', 'person', 'forwarded']),
  about: z.enum(['validity', 'revoked', 'issued']),
});
const COMMENT = 'Selamat siang, saya menerima pemberitahuan berikut. Mohon bantuannya. Terima kasih.';

/** Sends the CA's notice about the player's certificate. */
export function noticeRoutes(parts: SandboxPageParts): Hono {
  return new Hono().post('/people/:key/notice', async (c) => {
    const { way, about } = await readBody(c, Notice);
    const player = await playerOf(parts, c.req.param('key'));
    const box = letterboxOf(parts, player);
    const notice = noticeOf(player, about);
    await parts.mail?.caNotice(way === 'office' ? { ...notice, to: parts.mail.systemAddress } : notice);
    const arrived = box.messages().findLast(({ from }) => from === CA_SENDER.address);
    if (way === 'forwarded' && arrived) await box.forward(arrived, undefined, { comment: COMMENT });
    return c.json({ way });
  });
}

function noticeOf({ name, email, certificate }: Player, about: z.infer<typeof Notice>['about']): CaNotice {
  if (!certificate) throw new HTTPException(409, { message: 'Orang ini tidak memiliki sertifikat.' });
  const { serial, expires, daysLeft } = certificate;
  const basis = about === 'validity' ? (daysLeft < 0 ? 'expired' : 'expiring') : about;
  return { name, email, serial, expires, basis };
}
