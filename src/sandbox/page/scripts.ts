import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Hono } from 'hono';

const FOLDER = join(import.meta.dirname, 'assets');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const files: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((name) => TYPES[extname(name)] !== undefined)
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);

/** The page's own scripts and styles, as they are written. */
export function scriptRoutes(): Hono {
  return new Hono().get('/sandbox/:name', (c) => {
    const content = files.get(c.req.param('name'));
    if (content === undefined) return c.notFound();
    return c.body(content, 200, { 'content-type': TYPES[extname(c.req.param('name'))]!, 'cache-control': 'no-cache' });
  });
}
