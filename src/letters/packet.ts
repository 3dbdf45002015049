import { finish, foot, headline, newSheet, pages, paragraph, type Sheet, steps, table } from './paper.ts';

/** The work packet for AMS on paper: what an operator types there, in the form's order, and what it rests on. */
export type Packet = {
  /** The renewal's number. */
  readonly number: string;
  /** Already in words, in the agency's zone. */
  readonly printed: string;
  readonly dataAsOf: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** What to do in AMS, one sentence or two a step. */
  readonly steps: readonly string[];
  /** What has to be looked at before: a change that came since. */
  readonly warning?: string;
  /** Label and what stands behind it: the letter, the decision, the old certificate. */
  readonly basis: readonly (readonly [label: string, value: string])[];
};

type PacketPaper = (packet: Packet, at: Date) => Promise<Uint8Array>;

const SIZES = [10.5, 9.5, 8.5, 7.5] as const;

/** One A4 page; only data of absurd length takes a second. It carries the full NIK: whoever hands it out records it. */
export function createPacketPaper({ agency }: { readonly agency: string }): PacketPaper {
  const write = (packet: Packet, size: number, at: Date): Sheet => {
    const sheet = newSheet(size, { title: `Paket kerja AMS ${packet.number}`, at });
    headline(sheet, 'PAKET KERJA AMS', `${agency} · permohonan pembaruan nomor ${packet.number}`);
    if (packet.warning) paragraph(sheet, `Perhatian: ${packet.warning}`);
    paragraph(sheet, `Isian AMS menurut urutannya; data per ${packet.dataAsOf}.`);
    const rows = packet.fields.map(({ label, value }, index) => [`${index + 1}.`, label, value || '(kosong)', '']);
    table(sheet, [0.07, 0.26, 0.57, 0.1], ['No.', 'Isian', 'Nilai', 'Sudah'], rows);
    paragraph(sheet, 'Langkah di AMS:');
    steps(sheet, packet.steps);
    paragraph(sheet, 'Dasar:');
    table(sheet, [0.3, 0.7], ['Hal', 'Keterangan'], packet.basis);
    foot(sheet, [
      `Dicetak ${packet.printed}.`,
      'Memuat data pribadi: simpan baik-baik, dan hancurkan setelah permohonan dimasukkan ke AMS.',
    ]);
    return sheet;
  };
  return async (packet, at) => {
    let sheet = write(packet, SIZES[0], at);
    for (const size of SIZES.slice(1)) if (pages(sheet) > 1) sheet = write(packet, size, at);
    return await finish(sheet);
  };
}
