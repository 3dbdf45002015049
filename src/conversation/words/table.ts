import type { Meaning } from '../meaning.ts';
import { answers } from './answers.ts';
import { course } from './course.ts';
import { leaving } from './leaving.ts';
import { losses } from './losses.ts';
import { practical } from './practical.ts';
import { questions } from './questions.ts';
import { revoking } from './revoking.ts';
import type { Rule } from './rule.ts';
import { talk } from './talk.ts';
import { times } from './times.ts';

export { ABBREVIATIONS } from './abbreviations.ts';
export type { Rule } from './rule.ts';

/** The whole table, in the order in which a tie between two phrases is decided; how to read it stands in rule.ts. */
export const RULES: readonly Rule[] = [
  ...practical,
  ...answers,
  ...times,
  ...talk,
  ...leaving,
  ...revoking,
  ...losses,
  ...questions,
  ...course,
];

export const GROUPS: Readonly<Record<string, string>> = {
  right: 'benar|sesuai|betul|tepat|cocok|klop|valid|akurat|pas|correct|right|accurate',
  neg: 'tidak|belum|bukan|kurang|not|isnt|arent|doesnt',
  bad: 'salah|keliru|beda|berbeda|berubah|typo|ngawur|kesalahan|kekeliruan|kesalah',
  alter:
    'ubah|rubah|ralat|meralat|diralat|ganti|gantikan|perbaiki|koreksi|revisi|update|edit|diubah|dirubah|diganti|diperbaiki|dikoreksi|direvisi|diupdate|diedit|diperbarui|mengubah|merubah|mengganti|memperbaiki|mengoreksi|merevisi|ngubah|ngerubah|disesuaikan|mengupdate|dibetulkan|dibenarkan|betulkan',
  now: 'sudah|telah|sekarang|masih|tetap|memang',
  device:
    'laptop|komputer|hp|handphone|ponsel|pc|tablet|flashdisk|usb|token|perangkat|notebook|gadget|iphone|hardisk|harddisk|smartphone',
  gone: 'hilang|dicuri|kecurian|kecolongan|kemalingan|raib|lenyap|dijambret|dirampok|dicopet|kecopetan|dimaling|ketinggalan|tertinggal|diretas|dihack|kehack',
  key: 'kunci|key|backup|cadangan|p12|pfx',
  erased: 'hilang|terhapus|kehapus|dihapus|corrupt|korup|rusak|kereset|reset|direset|lenyap|raib',
  secret: 'passphrase|password|sandi|pin|pasphrase|passprase|pasprase|pasword',
  cert: 'sertifikat|tte|certificate|sertel|se|esign|bsre|cert',
  cancel: 'batal|batalkan|membatalkan|dibatalkan|pembatalan|cabut|mencabut|menarik|tarik',
  revoked: 'dicabut|tercabut|dimatikan|dinonaktifkan|diblokir|revoked|blocked|deactivated',
  install:
    'pasang|dipasang|terpasang|unduh|diunduh|terunduh|download|didownload|install|diinstall|instal|diinstal|terinstal|terinstall|impor|diimpor|import|diimport|simpan|disimpan|kepasang|keinstal|kedownload|keunduh',
  what: 'apa|gimana|bagaimana|maksud|maksudnya|artinya|arti|contoh|format|template|fungsi|gunanya|buat',
  why: 'kenapa|mengapa|kok|alasan|alasannya|sebab|penyebab',
  paper: 'permohonan|pengajuan|berkas|pembaruan|perpanjangan|surat|sr|rekomendasi|perubahan|pdf',
  aide: 'staf|staff|sekretaris|ajudan|asisten|bawahan|aspri|secretary|assistant|aide',
  human: 'operator|petugas|orang|manusia|cs|helpdesk|staf|staff',
  relative:
    'atasan|teman|rekan|kepala|pimpinan|suami|istri|ayah|bapaknya|ibunya|kakek|nenek|orangtua|anak|adik|saudara|keluarga|mertua|kadis|kabid|bos|tetangga|boss|colleague|father|mother|wife|husband|friend|kolega|paman|bibi|sepupu|keponakan|ortu',
};

/** `relative` in the clause takes away these: it is not about the applicant. */
export const ABOUT_APPLICANT: readonly string[] = [
  'left:retired',
  'left:died',
  'left:moved',
  'left:left',
  'device-lost',
  'key-lost',
  'not-me',
];

/** May open a clause before the words of a phrase that stands at its start ("oke nanti", "maaf salah orang"). */
export const OPENERS: readonly string[] =
  'iya ya oke ok siap baik baiklah maaf mohon tapi yes yeah okay sorry well so jadi nah waduh wah duh punten'.split(
    ' ',
  );

/** Known words that say nothing about an answer; a bare yes may stand among these. */
export const FILLERS: readonly string[] = (
  'saya kami kita aku data itu ini tersebut semua sudah telah memang adalah yang untuk mohon tolong silakan segera proses diproses bisa dapat nih isi atas di dengan hormat bahwa ' +
  'mantap sekali banget sangat 100 persen identitas saudara terkait the is are it this that all my please very i we to be and of for data dan juga memang kok sy tadi barusan ' +
  'alhamdulillah cek dicek periksa diperiksa teliti diteliti cermati dicermati saya lihat sesudah setelah absolutely indeed nih info tanpa dari lengkap hereby informasi pribadi lalu langsung aja atau terus ' +
  'izin melaporkan laporkan lapor menyampaikan sampaikan menginformasikan memberitahukan konfirmasi bersama ternyata dimaksud'
).split(' ');

/** How people address one another, from Aceh to Papua. */
const VOCATIVES =
  'min mimin admin kak kakak ka kakanda dek adek pak pa bapak bpk bp bu ibu ibuk bun bund bunda mas mbak mba mbk mbakyu bang abang bro sis gan om tante ' +
  'cak ning kang akang teh teteh neng uni da mak daeng bli mbok ces kawan lur dulur sobat gaes guys ' +
  'ndan komandan ustadz ustad ustaz ust ustadzah gus kyai juragan bosku bosque sir madam maam';

/** Particles and forms of address: may stand between the words of any phrase. */
export const PARTICLES: readonly string[] = (
  `${VOCATIVES} nya na deh deng sih nih tuh dong kok lah loh lho ` +
  'ya yah mah atuh acan euy ipun please pls hehe hihi haha wkwk wkwkwk hmm oh eh ah'
).split(' ');

export const NEGATIONS: readonly string[] =
  'tidak belum bukan jangan tanpa kurang not dont doesnt isnt arent didnt havent hasnt wasnt never cannot cant wont no none without nothing'.split(
    ' ',
  );

/** A question with one of these asks for the thing, instead of asking about it. */
export const REQUESTS: readonly string[] =
  'bisa boleh mau ingin minta mohon tolong cara gimana bagaimana can could please may want need help how'.split(' ');

/** Words that are near a word of the table but mean something else; never corrected. */
export const LEAVE_ALONE: readonly string[] = (
  'selaku scanner seusai sesuap pindai dipindai dicari dicarikan bilang hirang kurung karang datang petang kembali kemarin hubungan setujui conform performs kirain masalah ' +
  'disesuaikan menyesuaikan sesuaikan perubah pengubah merasa batalyon pensil pension pensiunkan dilanjut changing changeable unable stable corrects ' +
  'nasional sebenarnya sebetulnya membetulkan kebenaran pembenaran semula mereka berapa beberapa kepala segala padang malang semarang langkat serdang asahan bintan serang kupang sanggau bontang parepare sorong setwan distan perumahan pegawai kelurahan kecamatan sekali kembang'
).split(' ');

export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  satu: 1,
  dua: 2,
  tiga: 3,
  empat: 4,
  lima: 5,
  enam: 6,
  tujuh: 7,
  delapan: 8,
  sembilan: 9,
  sepuluh: 10,
  se: 1,
  beberapa: 3,
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  few: 3,
};

/** What may be guessed: the meanings that say so. */
export type Topic = Extract<Meaning, { readonly guessed?: true }>['means'];

/** What a question is about that was not understood otherwise: the answer to its topic says more than "please repeat". */
export const TOPICS: readonly (readonly [Topic, string])[] = [
  ['about-passphrase', 'passphrase password sandi'],
  [
    'about-letter',
    'kadis pimpinan atasan sekda sekdis surat rekomendasi materai meterai stempel kop scan pindai scanner printer print ngeprint cetak kertas folio hardcopy amplop letter letters signature',
  ],
  ['about-key', 'kunci cadangan backup key'],
  ['how-to-install', 'pasang dipasang install instal p12 pfx'],
  ['about-device', 'android browser peramban chrome firefox safari'],
];
