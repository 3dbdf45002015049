import type { Field } from '../../renewal/renewal.ts';
import { asToken, plain } from '../words/normal.ts';

/** The words by which a change of data is told, and what surrounds the new value. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(asToken));

/** As people write them: "dulu" alone is first of all, "dulunya" is before. */
const written = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(plain));

/** Say, before a colon, that what is to be changed follows: "Perubahan data: ..." */
export const ANNOUNCES = set('perubahan pembaruan pembetulan revisi tambah tambahan tambahkan changes corrections');
/** Names of a field that are part of its value as well: "hp 0812..., Bidang Aptika". */
export const NAMES_ITSELF = set('bidang bagian subbagian dinas kota kabupaten');
/** Say outright that what follows is the value. */
export const BECOMES = set(
  'jadi menjadi adalah ialah yaitu yakni seharusnya sebenarnya mestinya is becomes became should must',
);
/** Say that something changes; the value follows, perhaps after `TOWARDS`. */
export const CHANGES = set(
  'naik ganti berganti diganti gantikan ubah diubah rubah dirubah berubah update diupdate diperbarui dikoreksi koreksi diperbaiki perbaiki pindah changed change updated ralat mengubah mengganti merubah perbarui disesuaikan sesuaikan dibetulkan betulkan correct fix edit',
);
/** An office that was merged or divided: into what, is its new name; with what, is not. */
export const MERGES = set('digabung digabungkan bergabung dilebur melebur dipecah merged');
export const TOWARDS = set('ke jadi menjadi dengan to into as');
/** "Unit kerja ganti nama jadi X", "hp ganti nomor": what changes of the field that was named is its value. */
export const OF_THE_FIELD = set('nama name nomor no number alamat address');
/** What is said of an address or a number that is taken instead. */
export const TAKES = set('pakai gunakan menggunakan dipakai use');
/** Stand between a field and what connects it with its value. */
export const BETWEEN = set('saya saja yang its it juga also kami my sudah has been telah itu ini anda the resmi');
/** Whatever may stand between these and the value. */
export const LEADS_ON: ReadonlySet<string> = new Set([
  ...TOWARDS,
  ...BETWEEN,
  ...BECOMES,
  ...OF_THE_FIELD,
  ...set('saja it this that baru new sekarang now be'),
]);
/** Follow a word that gives the value, without being part of it. */
export const AFTER_BECOMES: ReadonlySet<string> = new Set([
  ...BECOMES,
  ...set('sekarang now currently saat di changed to berubah be read'),
]);
/** Give the right value after it was said that the old one is wrong. */
export const CORRECTS = set('seharusnya sebenarnya mestinya benar betul should');
/** The same, without a word for right that may merely agree ("email saya benar"). */
export const GIVES = set('seharusnya mestinya should baru terbaru new');
export const NEW = set('baru terbaru terkini new benar betul correct sebenarnya');
export const NOW = set('sekarang now currently terkini saat');
/** A row of words that begins so is a statement about the field, not its value. */
export const NOT_A_VALUE = set(
  'salah keliru berubah sudah telah belum masih tidak bukan jangan kurang lama semua apa mana berapa siapa kapan benar sesuai betul beda berbeda ganti diganti diubah ubah sama tetap ya yang itu ini tolong mohon minta kosong hilang nanti besok baru dong ' +
    'lagi sedang juga kok kenapa gimana bagaimana kah typo seperti kayaknya mungkin harus perlu mau bisa dan atau tapi yg saya di ke dari pada saja terlampir aktif valid wrong incorrect not changed correct right fine ok oke the same what outdated old tomorrow later missing also has still now my no yes good accurate as to different misspelled updated cek kan menjadi jadi akan bakal rencana dulu dulunya tadinya memang sebelumnya will would was pakai memakai menggunakan ada tanpa ditambah ditambahkan',
);
/** Say of a field that was just named how it is. */
export const STATES = set(
  'ditambah ditambahkan dilengkapi salah keliru kurang berubah juga beda berbeda tidak belum sudah tetap masih wrong incorrect has also changed',
);
/** Behind "salah": how it came about. */
export const SLIPS = set('ketik tik tulis eja penulisan pengetikan input');
/** Say that a value is as it was. */
export const STAYS = set('tetap masih lama unchanged still stays remains');
/** Behind an office's own name: "Bidang Aptika yang urus", "Bidang Aptika sudah tahu". */
export const SPEAKS_OF = set('yang sudah');
/** Behind what may be a value, these speak of it: "Jabatan Kepala Dinas sedang kosong". */
export const IS_SPOKEN_OF = set('sedang kosong akan bakal');
/** Stand between the words of an office's name. */
export const AT = set('di pada of the at');
/** Say before a field that it is the one: "yang salah jabatannya, harusnya ..." */
export const SINGLES_OUT = set('salah keliru typo kecuali hanya cuma tapi selain wrong incorrect except only but');
export const RIGHT = set('benar betul sesuai tepat lengkap pas right correct accurate');
/** Words that end a value and say why or since when; the rest of the clause goes with them. */
export const REASONS = written(
  'bukan karena sesuai berdasarkan sejak mulai terhitung tmt soalnya since because not instead effective dari semenjak sebelumnya dulunya tadinya',
);
/** The same, where they have no capital. */
export const WHEN = set('per kemarin bulan tahun tanggal last sekarang');
/** Words that end a value and begin another thought. */
export const ANOTHER_THOUGHT = set(
  'tolong mohon terima thanks please lainnya selain sisanya selebihnya sisa apakah berapa kapan gimana bagaimana cara apa apakah itu sudah tapi makasih kalau rest everything others other lalu terus kemudian semua yang how what when will saya sebagai selaku sedangkan sementara untuk besok nanti min kak pak bu dong ya saja benar betul ok oke siap',
);
export const JOINTS = set('dan and serta sama lalu terus then juga plus');
export const BEFORE_A_FIELD = set('dan and serta sama lalu terus then juga plus also my the untuk also');
/** The sentence only supposes the change. */
export const SUPPOSED = set('kalau jika apabila bila misal misalnya seandainya andai if would suppose when kapan');
/** It announces the change for later. */
export const COMES = set('akan bakal rencananya besok nanti hampir calon');
/** It asks how the change is made. */
export const ASKS_HOW = set('cara gimana bagaimana how');
export const DOUBTED = set(
  'kayaknya kayak sepertinya mungkin kira rasanya barangkali ragu think maybe perhaps probably guess',
);
export const ASKED_FOR = set('tolong mohon bisa boleh minta mau ingin please can could want need');

/** What a value of these fields looks like; any other may be any words. */
export const SHAPES: { readonly [F in Field]?: RegExp } = {
  nik: /\d(?:[ .-]?\d){15}(?!\d)/,
  nip: /\d(?:[ .-]?\d){17}(?!\d)/,
  email: /[^\s@,;:<>()"]{1,64}@[^\s@,;:<>()"]{1,190}/,
  phone: /\+?\d(?:[ .()-]{0,2}\d){6,15}/,
};
