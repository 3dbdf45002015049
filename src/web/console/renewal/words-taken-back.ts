import { html } from 'hono/html';
import { type RevocationView, revocations } from '../../../../db/console/certificates.ts';
import type { WordTakenBack } from '../../../desk/store.ts';
import { isCommitted } from '../../../renewal/content.ts';
import type { Renewal } from '../../../renewal/renewal.ts';
import type { Html, Maybe } from '../../layout.ts';
import type { WebParts } from '../../parts.ts';
import { times } from '../frame.ts';
import { addressInWords } from '../talk/message.ts';
import { CHANNELS, REVOCATION_STATES } from '../words.ts';

/** What came through such a contact may be somebody else's: whoever decides has to know, also once it is issued. */
export async function wordsNotice(
  parts: WebParts,
  renewal: Renewal,
  words: readonly WordTakenBack[],
  names: ReadonlyMap<string, string>,
): Promise<Maybe> {
  const certificate = renewal.facts.certificate?.id;
  if (words.length === 0 || (renewal.outcome !== undefined && certificate === undefined)) return '';
  const asked = certificate ? (await revocations(parts, certificate)).find((each) => each.wordTakenBack) : undefined;
  const next = certificate ? whatOfIssued(renewal, asked, names) : whatToCheck(renewal);
  const one = ({ channel, address, operator, note, at }: WordTakenBack) =>
    html`<p><strong>Jaminan identitas dibatalkan</strong> oleh ${names.get(operator) ?? 'operator'}, ${times(parts).moment(at)}: ${CHANNELS[channel]} <span class="mono">${addressInWords(address)}</span>${note ? html` (${note})` : ''}.</p>`;
  return html`<div class="notice bad">${words.map(one)}<p>Yang masuk melalui kontak itu mungkin bukan dari pemohon. ${next}</p></div>`;
}

const whatToCheck = (renewal: Renewal): string =>
  isCommitted(renewal)
    ? 'Sertifikatnya sudah diajukan: begitu terbit, pencabutannya menunggu keputusan operator.'
    : 'Periksa data, surat, dan kuncinya; bila meragukan, kembalikan, tolak, atau batalkan permohonannya.';

/** Its revocation is to be decided, or who decided it and why. */
function whatOfIssued(
  { applicant }: Renewal,
  asked: RevocationView | undefined,
  names: ReadonlyMap<string, string>,
): Html {
  if (!asked)
    return html`Sertifikatnya sudah terbit: bila meragukan, cabut dari <a href="/console/people/${applicant}">halaman orangnya</a>.`;
  if (asked.state === 'asked')
    return html`Sertifikatnya sudah terbit: <a href="/console/revocations">putuskan apakah dicabut</a>.`;
  const { state, decidedBy = '', note } = asked;
  return html`Sertifikat yang terbit karenanya: ${REVOCATION_STATES[state]}, diputuskan oleh ${names.get(decidedBy) ?? 'operator'}${note ? html` (${note})` : ''}.`;
}
