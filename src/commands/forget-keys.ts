import { keptBytes, keptFiles } from '../../db/all-kept.ts';
import type { Config } from '../config.ts';
import { keptKeys } from '../desk/again/kept-keys.ts';
import { type Options, print } from './command.ts';
import type { Tools } from './tools.ts';

/** Looks through all that is kept for private keys; with `--apply` it forgets them. Fails as long as something is left to do. */
export async function forgetKeys(_: readonly string[], tools: Tools, __: Config, { apply }: Options): Promise<number> {
  const { found, unread } = await keptKeys(keptFiles(tools), keptBytes(tools), tools.edges);
  for (const { message, documents } of found)
    print(
      message
        ? `pesan ${message} memuat kunci pribadi`
        : `berkas ${documents[0]} dari halaman pemohon memuat kunci pribadi`,
    );
  let forgotten = 0;
  for (const entry of apply ? found : []) {
    const [outcome] = await tools.desk.receive([entry]);
    // What came in the meantime, or another command, may have been quicker.
    if ('done' in outcome!) forgotten++;
  }
  if (unread > 0) print(`${unread} pesan atau berkas tidak dapat dibuka, jadi tidak diperiksa.`);
  if (found.length === 0) print('Tidak ditemukan kunci pribadi yang tersimpan.');
  else if (!apply)
    print(
      `${found.length} kiriman ditemukan, belum ada yang dihapus. Untuk menghapusnya: npm run cli -- forget-keys --apply`,
    );
  else
    print(
      `${forgotten} kiriman dihapus isinya dan dicatat. Operator melihatnya dalam antrean untuk mengabari pengirimnya: kunci itu harus dianggap bocor. Cadangan basis data yang lama masih memuatnya.`,
    );
  return unread > 0 || (found.length > 0 && !apply) ? 1 : 0;
}
