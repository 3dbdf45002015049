import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join, posix, sep } from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

/** Who may import whom. A room is the longest prefix here that a file's path begins with. */
const EVERYTHING = '*';
const ROOMS: Readonly<
  Record<string, { readonly paths: readonly string[]; readonly may: readonly string[] | typeof EVERYTHING }>
> = {
  main: { paths: ['src/main.ts', 'src/cli.ts', 'src/env-file.ts'], may: EVERYTHING },
  sandbox: { paths: ['src/sandbox/'], may: EVERYTHING },
  // main's own parts: what is put together there, in files that fit on a screen.
  compose: { paths: ['src/compose/'], may: EVERYTHING },
  // cli's own parts.
  commands: { paths: ['src/commands/'], may: EVERYTHING },
  bots: { paths: ['bots/'], may: ['desk', 'conversation', 'private-key', 'log', 'outward', 'pause'] },
  mail: { paths: ['mail/'], may: ['desk', 'conversation', 'renewal', 'private-key', 'log', 'outward', 'pause'] },
  web: { paths: ['src/web/'], may: ['desk', 'conversation', 'renewal', 'db', 'seal', 'log', 'import', 'doctor'] },
  doctor: {
    paths: ['src/doctor/'],
    may: ['mail', 'bots', 'db', 'issuance', 'conversation', 'renewal', 'desk', 'seal', 'outward'],
  },
  import: { paths: ['src/import/'], may: ['desk', 'renewal'] },
  desk: {
    paths: ['src/desk/'],
    may: ['conversation', 'renewal', 'private-key', 'seal', 'shortened', 'log', 'together'],
  },
  db: { paths: ['db/'], may: ['desk', 'conversation', 'renewal', 'seal', 'shortened', 'together'] },
  conversation: { paths: ['src/conversation/'], may: ['renewal', 'private-key'] },
  renewal: { paths: ['src/renewal/'], may: [] },
  issuance: { paths: ['src/issuance/'], may: ['together'] },
  letters: { paths: ['src/letters/'], may: ['log'] },
  // How private keys are recognised; without clock, chance or world.
  'private-key': { paths: ['src/private-key/'], may: [] },
  seal: { paths: ['src/seal.ts'], may: [] },
  shortened: { paths: ['src/shortened.ts'], may: [] },
  outward: { paths: ['src/outward.ts'], may: [] },
  together: { paths: ['src/together.ts', 'src/gather.ts'], may: [] },
  config: { paths: ['src/config.ts', 'src/config-faults.ts', 'src/environment.ts', 'src/variables.ts'], may: [] },
  log: { paths: ['src/log.ts'], may: [] },
  pause: { paths: ['src/pause.ts'], may: [] },
  fault: { paths: ['src/fault.ts'], may: [] },
  durations: { paths: ['src/durations.ts'], may: [] },
};
/** Everybody may raise a fault, and name a span of time. */
const OPEN_TO_ALL = ['fault', 'durations'];
/** `db` implements the desk's ports: it knows their shapes, and calls nothing in there. */
const TYPES_ONLY: readonly (readonly [string, string])[] = [['db', 'desk']];

const PURE_ROOMS = ['renewal', 'conversation'];
/** Clock, chance and the world outside come into a pure room as arguments. */
const IMPURE_CALLS = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues'];
const MAY_READ_ENVIRONMENT = ['main', 'sandbox'];
const MAY_WRITE_TO_CONSOLE = ['main', 'sandbox'];
/** Longer files hold two things. */
const LONGEST_FILE_LINES = 400;
/** Names that say nothing about what is inside. */
const EMPTY_NAME = /(^|[-.])(utils?|helpers?|managers?|services?|handlers?)([-.]|$)/i;

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = ['src', 'bots', 'mail', 'db'];

type Import = {
  readonly from: string;
  /** `*` where it cannot be said which. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  readonly line: number;
};
type Found = { readonly what: string; readonly line: number };
type Source = {
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly exports: readonly Found[];
  readonly marks: readonly Found[];
};
type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

function roomOf(path: string): string {
  const fits = Object.entries(ROOMS).flatMap(([room, { paths }]) =>
    paths.filter((prefix) => path.startsWith(prefix)).map((prefix) => ({ room, prefix })),
  );
  return fits.sort((a, b) => b.prefix.length - a.prefix.length)[0]?.room ?? 'no room';
}

/** What a file imports, and the constructs that some room may not use. */
function read(path: string, text: string): Source {
  const imports: Import[] = [];
  const exports: Found[] = [];
  const marks: Found[] = [];
  const lineOf = (node: Node) => text.slice(0, node.start).split('\n').length;
  visit(parseAst(text, { lang: 'ts', sourceType: 'module' }, path) as unknown as Node, (node) => {
    const from = importedFrom(node);
    if (from !== undefined)
      imports.push({ from, names: importedNames(node), typeOnly: isTypeOnly(node), line: lineOf(node) });
    for (const name of exportedNames(node)) exports.push({ what: name, line: lineOf(node) });
    const what = markOf(node);
    if (what !== undefined) marks.push({ what, line: lineOf(node) });
  });
  return { path, room: roomOf(path), lines: text.split('\n').length - 1, imports, exports, marks };
}

function visit(value: unknown, act: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, act);
  else if (isNode(value)) {
    act(value);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, act);
  }
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function importedFrom(node: Node): string | undefined {
  if (!/^(Import|ExportNamed|ExportAll)(Declaration|Expression)$|^TSImportType$/.test(node.type)) return undefined;
  const source = (node.source ?? node.argument) as { readonly value?: unknown } | null;
  return typeof source?.value === 'string' ? source.value : undefined;
}

function importedNames(node: Node): string[] {
  if (!/^(Import|ExportNamed)Declaration$/.test(node.type)) return ['*'];
  return (node.specifiers as Node[]).map(
    (each) => nameOf(node.type === 'ImportDeclaration' ? each.imported : each.local) ?? '*',
  );
}

/** What is exported where it is declared. */
function exportedNames(node: Node): string[] {
  const declared = node.type === 'ExportNamedDeclaration' ? (node.declaration as Node | null) : null;
  const each = declared ? ((declared.declarations as Node[] | undefined) ?? [declared]) : [];
  return each.flatMap(({ id }) => nameOf(id) ?? []);
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = (node.specifiers ?? []) as { readonly importKind?: string; readonly exportKind?: string }[];
  return specifiers.length > 0 && specifiers.every((each) => (each.importKind ?? each.exportKind) === 'type');
}

/** `Date.now`, `console.log`, `new Date()`, `async`, `await`: whatever a rule below may name. */
function markOf(node: Node): string | undefined {
  if (node.async === true) return 'async';
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true)) return 'await';
  if (node.type === 'ImportExpression') return 'import()';
  const callee = nameOf(node.callee);
  if (node.type === 'NewExpression' && callee === 'Date' && (node.arguments as unknown[]).length === 0)
    return 'new Date()';
  if (node.type === 'CallExpression' && callee === 'Date') return 'new Date()';
  return node.type === 'MemberExpression' ? `${nameOf(node.object)}.${nameOf(node.property)}` : undefined;
}
const nameOf = (node: unknown) => (isNode(node) && node.type === 'Identifier' ? String(node.name) : undefined);

const allIn = (folders: readonly string[]) =>
  globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: ROOT },
  )
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !path.endsWith('.d.ts'))
    .sort()
    .map((path) => read(path, readFileSync(join(ROOT, path), 'utf8')));
const sources = allIn(FOLDERS);
const tests = allIn(['test']);

const ours = (from: string) => from.startsWith('.');
const target = (source: Source, { from }: Import) => posix.join(posix.dirname(source.path), from);
const importsOf = (source: Source) => source.imports.map((each) => ({ ...each, at: `${source.path}:${each.line}` }));
const marksIn = (list: readonly Source[], forbidden: (what: string) => boolean) =>
  list.flatMap(({ path, marks }) =>
    marks.filter(({ what }) => forbidden(what)).map(({ what, line }) => `${path}:${line} ${what}`),
  );

function forbiddenImports(list: readonly Source[]): string[] {
  return list.flatMap((source) =>
    importsOf(source)
      .filter(({ from }) => ours(from))
      .flatMap((each) => {
        const other = roomOf(target(source, each));
        const may = ROOMS[source.room]?.may ?? [];
        if (other === source.room || may === EVERYTHING || OPEN_TO_ALL.includes(other)) return [];
        if (!may.includes(other)) return [`${each.at} ${source.room} may not import ${other} (${each.from})`];
        const shapesOnly = TYPES_ONLY.some(([here, there]) => here === source.room && there === other);
        return shapesOnly && !each.typeOnly
          ? [`${each.at} ${source.room} may import only types of ${other} (${each.from})`]
          : [];
      }),
  );
}

/** What the table allows and no file makes use of. */
function needless(list: readonly Source[]): string[] {
  const used = new Set(
    list.flatMap((source) => source.imports.map((each) => `${source.room} ${roomOf(target(source, each))}`)),
  );
  return Object.entries(ROOMS).flatMap(([room, { may }]) =>
    may === EVERYTHING ? [] : may.map((other) => `${room} ${other}`).filter((pair) => !used.has(pair)),
  );
}

function impurities(list: readonly Source[]): string[] {
  const pure = list.filter(({ room }) => PURE_ROOMS.includes(room));
  const builtin = pure.flatMap((source) =>
    importsOf(source)
      .filter(({ from }) => isBuiltin(from))
      .map(({ at, from }) => `${at} imports ${from}`),
  );
  const impure = ['new Date()', 'async', 'await', 'import()', ...IMPURE_CALLS];
  return [...builtin, ...marksIn(pure, (what) => impure.includes(what) || what.startsWith('process.'))];
}

/** Each circle once, as the path that closes it. Imports of types are not there when the program runs. */
function circles(list: readonly Source[]): string[] {
  const next = new Map(
    list.map((source) => [
      source.path,
      source.imports.filter((each) => ours(each.from) && !each.typeOnly).map((each) => target(source, each)),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    else if (!done.has(path)) {
      for (const each of next.get(path) ?? []) walk(each, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of next.keys()) walk(path, []);
  return found;
}

/** What nobody else takes is nobody else's business. */
function takenByNobody(list: readonly Source[]): string[] {
  const taken = new Set(
    list.flatMap((source) =>
      source.imports.flatMap((each) => each.names.map((name) => `${target(source, each)} ${name}`)),
    ),
  );
  return list.flatMap(({ path, exports }) =>
    exports
      .filter(({ what }) => !taken.has(`${path} ${what}`) && !taken.has(`${path} *`))
      .map(({ what, line }) => `${path}:${line} ${what}`),
  );
}

const readsEnvironment = (list: readonly Source[]) =>
  marksIn(
    list.filter(({ room }) => !MAY_READ_ENVIRONMENT.includes(room)),
    (what) => what === 'process.env',
  );
const writesToConsole = (list: readonly Source[]) =>
  marksIn(
    list.filter(({ room }) => !MAY_WRITE_TO_CONSOLE.includes(room)),
    (what) => what.startsWith('console.'),
  );
const tooLong = (list: readonly Source[]) =>
  list.filter(({ lines }) => lines > LONGEST_FILE_LINES).map(({ path, lines }) => `${path}:${lines}`);
const emptyNames = (list: readonly Source[]) =>
  list.filter(({ path }) => EMPTY_NAME.test(basename(path))).map(({ path }) => path);

test('every file is in a room, and every import leads to a file', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(sources.filter(({ room }) => room === 'no room').map(({ path }) => path)).toEqual([]);
  const lost = sources.flatMap((source) =>
    importsOf(source)
      .filter((each) => ours(each.from) && !existsSync(join(ROOT, target(source, each))))
      .map(({ at, from }) => `${at} ${from}`),
  );
  expect(lost).toEqual([]);
});

test('rooms import only what the table allows', () => expect(forbiddenImports(sources)).toEqual([]));
test('the table allows nothing that no room needs', () => expect(needless(sources)).toEqual([]));
test('the pure rooms have no clock, no chance and no world outside', () => expect(impurities(sources)).toEqual([]));
test('no file is imported in a circle', () => expect(circles(sources)).toEqual([]));
test('only the composition roots read the environment', () => expect(readsEnvironment(sources)).toEqual([]));
test('nobody writes to the console but the commands', () => expect(writesToConsole(sources)).toEqual([]));
test(`no file is longer than ${LONGEST_FILE_LINES} lines`, () => expect(tooLong(sources)).toEqual([]));
test('what is exported, another file takes', () => expect(takenByNobody([...sources, ...tests])).toEqual([]));
test('file names say what is inside', () => expect(emptyNames(sources)).toEqual([]));

test('each rule notices what it forbids, and where', () => {
  const pure = read(
    'src/renewal/x.ts',
    'import { a } from "node:fs";\nconst b = Date.now();\nconst c = new Date();\nconst d = async () => await b;\nnew Date(0); // Date.now\n',
  );
  expect(impurities([pure]).map((each) => each.split(' ')[0])).toEqual(
    [1, 2, 3, 4, 4].map((line) => `src/renewal/x.ts:${line}`),
  );
  expect(forbiddenImports([read('src/conversation/x.ts', "\nimport type { Clock } from '../desk/ports.ts';")])).toEqual(
    ['src/conversation/x.ts:2 conversation may not import desk (../desk/ports.ts)'],
  );
  expect(forbiddenImports([read('db/x.ts', "export { receive } from '../src/desk/receive.ts';")])).toHaveLength(1);
  expect(forbiddenImports([read('db/x.ts', "import { type Clock } from '../src/desk/ports.ts';")])).toEqual([]);
  expect(needless([read('src/letters/x.ts', "import { log } from '../log.ts';")])).not.toContain('letters log');
  expect(needless([])).toContain('letters log');
  const [one, two] = [read('db/a.ts', "import './b.ts';"), read('db/b.ts', "export * from './a.ts';")];
  expect(circles([one, two])).toEqual(['db/a.ts -> db/b.ts -> db/a.ts']);
  expect(circles([one, read('db/b.ts', "import type { A } from './a.ts';")])).toEqual([]);
  expect(readsEnvironment([read('mail/x.ts', 'process.env.HOME')])).toEqual(['mail/x.ts:1 process.env']);
  expect(writesToConsole([read('mail/x.ts', 'console.log(1)')])).toEqual(['mail/x.ts:1 console.log']);
  expect(tooLong([read('db/x.ts', '\n'.repeat(LONGEST_FILE_LINES + 1))])).toHaveLength(1);
  expect(emptyNames([read('db/mail-helpers.ts', '')])).toHaveLength(1);
  const exporting = read('db/a.ts', 'export type A = 1;\nexport const b = 1, c = 2;\nexport function d() {}');
  const taking = read('db/x/y.ts', "import { type A, b as e } from '../a.ts';\nexport { d } from '../a.ts';");
  expect(takenByNobody([exporting, taking])).toEqual(['db/a.ts:2 c']);
  expect(takenByNobody([exporting, read('db/y.ts', "const a = import('./a.ts');")])).toEqual([]);
});
