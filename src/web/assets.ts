import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { Hono } from 'hono';

/** Scripts, styles and pictures of the pages: our own from the folder `assets`, libraries from where npm put them. */

const FOLDER = join(import.meta.dirname, 'assets');
/**
 * Served under our own address, so that no page asks anything of a third party. htmx and its extension are one file:
 * htmx begins a moment after it was read, and an extension that arrives later never sees the page.
 */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  'htmx.js': ['htmx.org/dist/htmx.min.js', 'htmx.org/dist/ext/hx-sse.min.js'],
};
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};
/** With its hash in the address a file never changes; without, it is looked at again after a while. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_WHILE = 'public, max-age=300';
const HASH_CHARACTERS = 12;
/** Between files that become one, so that a comment in the last line of the first hides nothing. */
const LINE_END = Buffer.from('\n');

type Asset = { readonly type: string; readonly content: Uint8Array<ArrayBuffer>; readonly hash: string };

const assets: ReadonlyMap<string, Asset> = load();

function load(): Map<string, Asset> {
  const { resolve } = createRequire(import.meta.url);
  const own = readdirSync(FOLDER).filter((name) => TYPES[extname(name)] !== undefined);
  const files = [
    ...own.map((name) => [name, [join(FOLDER, name)]] as const),
    ...Object.entries(LIBRARIES).map(([name, parts]) => [name, parts.map((part) => resolve(part))] as const),
  ];
  return new Map(files.map(([name, paths]) => [name, read(name, paths)]));
}

function read(name: string, paths: readonly string[]): Asset {
  const content = new Uint8Array(Buffer.concat(paths.flatMap((path) => [readFileSync(path), LINE_END])));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS);
  return { type: TYPES[extname(name)]!, content, hash };
}

/** The address of an asset, with its hash, so that a new release is seen at once. */
export function assetUrl(name: string): string {
  const asset = assets.get(name);
  return asset ? `/assets/${name}?v=${asset.hash}` : `/assets/${name}`;
}

export function assetRoutes(): Hono {
  return new Hono().get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    if (!asset) return c.notFound();
    const etag = `"${asset.hash}"`;
    const caching = c.req.query('v') === asset.hash ? FOR_EVER : FOR_A_WHILE;
    const headers = { 'content-type': asset.type, 'cache-control': caching, etag };
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
    return c.body(asset.content, 200, headers);
  });
}
