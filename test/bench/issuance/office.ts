import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authority } from '../../../src/issuance/custody/custody.ts';
import { initAuthority } from '../../../src/issuance/custody/establish.ts';
import type { SignatureKind } from '../../../src/issuance/signature/signing.ts';
import { NAMES, NOW, PASSPHRASE, PROFILE } from '../../issuance/office.ts';

export const profile = PROFILE;
export const clock = () => new Date();

/** What offices bring along, and what we make by default. */
export const IMPORTED: SignatureKind = 'rsa-2048';

/** Opens a CA of its own for `act`; `dir` is a folder for what else it needs. */
export async function withAuthority<T>(
  kind: SignatureKind | undefined,
  act: (authority: Authority, dir: string) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'perbarui-bench-ca-'));
  try {
    const settings = { dir: join(dir, 'ca'), passphrase: PASSPHRASE, names: NAMES, now: NOW };
    return await act(await initAuthority({ ...settings, ...(kind ? { kind } : {}) }), dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
