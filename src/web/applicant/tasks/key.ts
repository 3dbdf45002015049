import { html } from 'hono/html';
import { type Html, otherBrowserNotice } from '../frame.ts';
import type { Visit } from '../visit.ts';
import { words } from '../words/choose.ts';

/** The stages of making a key; new-key.js shows one at a time. `replace`: a key is there already, folded away. */
export function newKey({ language, content }: Visit, why: 'asked' | 'replace'): Html {
  const w = words(language).key;
  const { renewal, applicant } = content;
  const stages = html`${otherBrowserNotice(language, 'key')}
<div data-new-key data-number="${renewal.number}" data-name="${applicant.data.name}" data-spki="${renewal.facts.key?.spki ?? ''}" hidden>
<p class="wrong" id="kunci-salah" role="alert" data-wrong hidden></p>
<div data-stage="start"><ol>${w.plan.map((line) => html`<li>${line}</li>`)}</ol><p class="aside">${w.where}</p><button type="button" data-do="begin">${w.start}</button></div>
<div data-stage="elsewhere" hidden><h3 tabindex="-1">${w.elsewhereTitle}</h3><p data-said></p><button type="button" class="quiet" data-do="take">${w.take}</button></div>
<div data-stage="unsent" hidden><h3 tabindex="-1">${w.unsentTitle}</h3><p>${w.unsent}</p><button type="button" data-do="resume">${w.resume}</button> <button type="button" class="quiet" data-do="begin">${w.again}</button></div>
<form data-stage="passphrase" hidden novalidate autocomplete="off"><h3 tabindex="-1">${w.passphraseTitle}</h3>
<label for="kunci-sandi">${w.passphrase}</label><input id="kunci-sandi" type="password" data-passphrase autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="kunci-syarat kunci-kuat">
<p class="strength" id="kunci-kuat" data-strength hidden><meter min="0" max="3" low="2" high="3" optimum="3" aria-label="${w.strength}"></meter> <span data-said></span></p>
<ul class="rules" id="kunci-syarat" data-rules></ul>
<label for="kunci-ulang">${w.repeat}</label><input id="kunci-ulang" type="password" data-repeat autocomplete="off" autocapitalize="none" spellcheck="false">
<label class="tick"><input type="checkbox" data-show> ${w.show}</label>
<p class="aside">${w.keep}</p>
<fieldset><legend>${w.whose}</legend>
<label class="tick"><input type="radio" name="tempat" value="own" data-place> ${w.own}</label>
<label class="tick"><input type="radio" name="tempat" value="shared" data-place> ${w.shared}</label></fieldset>
<button>${w.make}</button></form>
<div data-stage="making" hidden><h3 tabindex="-1">${w.makingTitle}</h3><progress data-progress aria-label="${w.makingTitle}"></progress><p data-doing></p></div>
<div data-stage="backup" hidden><h3 tabindex="-1">${w.backupTitle}</h3><p>${w.backup}</p><p class="aside" data-kept></p>
<button type="button" data-do="save">${w.save}</button><p class="file" data-file-name></p>
<label class="tick"><input type="checkbox" data-have disabled> ${w.have}</label>
<h3>${w.sendTitle}</h3><p>${w.sendWhat}</p><button type="button" data-do="send" disabled>${w.send}</button></div>
<div data-stage="sent" hidden><h3 tabindex="-1">${w.sentTitle}</h3><p>${w.sent}</p></div>
</div>`;
  const script = html`<noscript><p class="wrong">${w.needsScript}</p></noscript>`;
  if (why === 'asked') return html`<div class="part">${script}${stages}</div>`;
  return html`<section class="card"><details><summary>${w.replaceTitle}</summary><p>${w.replace}</p>${script}${stages}</details></section>`;
}
