import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Hono } from 'hono';

const SCRIPT = 'text/javascript; charset=utf-8';
const FOLDER = new URL('../assets/', import.meta.url);
const OWN = [
  'page',
  'mini',
  'enhance',
  'telegram',
  'theme',
  'way',
  'right',
  'choose-passphrase',
  'make-key',
  'hand-over',
  'live',
  'upload',
  'new-key',
  'collect',
  'stages',
  'passphrase',
  'surroundings',
  'backup',
  'keep',
  'request',
  'der',
  'bundle',
  'words',
] as const;

/** Address to file: a closed list, so that nothing else of the disk can be asked for. */
const FILES: Readonly<Record<string, { readonly type: string; readonly file: URL | string }>> = {
  'applicant.css': { type: 'text/css; charset=utf-8', file: new URL('applicant.css', FOLDER) },
  // The browser's part of node-forge, as it comes in the package.
  'forge.js': { type: SCRIPT, file: createRequire(import.meta.url).resolve('node-forge/dist/forge.min.js') },
  ...Object.fromEntries(
    OWN.map((name) => [`${name}.js`, { type: SCRIPT, file: new URL(`applicant/${name}.js`, FOLDER) }]),
  ),
};

type Asset = { readonly content: Uint8Array<ArrayBuffer>; readonly tag: string; readonly type: string };

/** Scripts and styles of the applicant's pages; revalidated by their content, so that an update is never half seen. */
export function assetRoutes(): Hono {
  const loaded = new Map<string, Promise<Asset>>();
  const app = new Hono();
  app.get('/assets/applicant/:name', async (c) => {
    const name = c.req.param('name');
    const entry = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (!entry) return c.notFound();
    if (!loaded.has(name)) loaded.set(name, load(entry));
    const { content, tag, type } = await loaded.get(name)!;
    c.header('ETag', tag);
    c.header('Cache-Control', 'no-cache');
    if (c.req.header('if-none-match') === tag) return c.body(null, 304);
    c.header('Content-Type', type);
    return c.body(content);
  });
  return app;
}

async function load({ file, type }: { file: URL | string; type: string }): Promise<Asset> {
  const content = new Uint8Array(await readFile(file));
  return { content, type, tag: `"${createHash('sha256').update(content).digest('base64url')}"` };
}
