import { html } from 'hono/html';
import { date } from '../../../conversation/format.ts';
import type { Renewal } from '../../../renewal/renewal.ts';
import type { OfficeParts } from '../../office.ts';
import { type Html, nothing, otherBrowserNotice } from '../frame.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/choose.ts';
import { CERTIFICATE_FILES } from '../words/words.ts';

/** Certificate and key into one file; collect.js shows one stage at a time. `again`: it is done, folded away. */
export function collect(parts: OfficeParts, visit: Visit, why: 'asked' | 'again'): Html {
  const { language, content } = visit;
  const w = words(language).collect;
  const { renewal, applicant } = content;
  const place = { language, timeZone: parts.settings.timeZone };
  const certificate = applicant.certificates.find(({ id }) => id === renewal.facts.certificate?.id);
  const from = certificate?.notBefore;
  const revoked = revocation(parts, visit);
  const stages = html`<noscript><p class="wrong">${w.needsScript}</p></noscript>
${otherBrowserNotice(language, 'key')}
<div data-collect data-number="${renewal.number}" data-key="${renewal.facts.key?.spki ?? ''}" hidden>
<p class="wrong" id="p12-salah" role="alert" data-wrong hidden></p>
<form data-stage="kept" hidden novalidate autocomplete="off"><h3 tabindex="-1">${w.keptTitle}</h3><p>${w.kept}</p>${passphrase('p12-sandi', w)}
<button>${w.make}</button> <button type="button" class="quiet" data-do="file">${w.useFile}</button></form>
<form data-stage="file" hidden novalidate autocomplete="off"><h3 tabindex="-1">${w.fileTitle}</h3><p>${w.file}</p>
<label for="p12-berkas">${w.fileName(backupName(renewal))}</label><input id="p12-berkas" type="file" accept="application/json,.json" data-backup>
${passphrase('p12-sandi-berkas', w)}<button>${w.make}</button></form>
<div data-stage="making" hidden><h3 tabindex="-1">${w.makingTitle}</h3><progress data-progress aria-label="${w.makingTitle}"></progress><p data-doing></p></div>
<div data-stage="ready" hidden><h3 tabindex="-1">${w.readyTitle}</h3><p>${w.ready}</p><button type="button" data-do="save">${w.save}</button><p class="file" data-file-name></p>
<h3>${w.installTitle}</h3><ol>${w.install.map((line) => html`<li>${line}</li>`)}</ol><p class="aside">${w.oldSystems}</p><p class="aside">${w.sharedFiles}</p></div>
</div>
<details><summary>${w.filesTitle}</summary><ul>${CERTIFICATE_FILES.map((file) => html`<li><a href="/me/${file}" download>${w.files[file]}</a></li>`)}</ul></details>`;
  const forget = html`<div data-forget hidden><h3>${w.forgetTitle}</h3><p>${w.forgetWhat}</p><button type="button" class="quiet" data-do="forget">${w.forget}</button></div>`;
  if (why === 'again')
    return html`<section class="card"><details><summary>${w.again}</summary>${stages}${forget}</details></section>`;
  return html`<div class="part">${certificate && from ? html`<p>${w.validity(date(from, place), date(certificate.notAfter, place))}</p>` : nothing}
${revoked ? html`<p>${w.old}</p>` : nothing}
${stages}
${act(visit, 'collected', w.doneTick, w.done, html`<p class="aside">${w.doneWhat} ${revoked ? w.oldRevoked(revoked.hours) : nothing}</p>`)}
<details><summary>${w.lostTitle}</summary><p>${w.lost}</p>${act(visit, 'key-lost', w.lostTick, w.lostButton, nothing)}</details></div>`;
}

/** As applicant/backup.js names it. */
const backupName = ({ number, facts }: Renewal): string =>
  `perbarui-cadangan-${number}-${facts.key?.spki.slice(0, 8) ?? ''}.json`;

/**
 * Whether the old certificate is still to be revoked, and how long after the collection our own CA does it; else an
 * operator does.
 */
function revocation({ settings, clock }: OfficeParts, { content }: Visit): { readonly hours?: number } | undefined {
  const old = content.applicant.certificates.find(({ id }) => id === content.renewal.certificate);
  if (old?.state !== 'valid' || old.notAfter <= clock()) return undefined;
  return settings.issuer === 'local' && old.issuer === 'local' ? { hours: settings.revokeDelayHours } : {};
}

function passphrase(id: string, w: { readonly passphrase: string; readonly show: string }): Html {
  return html`<label for="${id}">${w.passphrase}</label><input id="${id}" type="password" data-passphrase autocomplete="off" autocapitalize="none" spellcheck="false">
<label class="tick"><input type="checkbox" data-show> ${w.show}</label>`;
}

/** What cannot be taken back is asked back: a tick, then the button. Works without scripts. */
function act(
  { session }: Visit,
  name: 'collected' | 'key-lost',
  tick: string,
  button: string,
  below: Html | typeof nothing,
): Html {
  return html`<form class="act" method="post" action="/me/${name}"><input type="hidden" name="csrf" value="${session.csrf}">
<label class="tick"><input type="checkbox" name="sure" required> ${tick}</label><button class="${name === 'key-lost' ? 'danger' : 'quiet'}">${button}</button>${below}</form>`;
}
