/** A stretch of a mail's lines: what the assistant read, or what it left out. PURE. */
type Part = { readonly read: boolean; readonly text: string };

/**
 * Sets off in a mail what was read from what was left out as quoted text, signature or disclaimer. Nothing is lost:
 * all parts together are the body. Where what was read cannot be found in it, the whole counts as read.
 */
export function setOff(body: string, read: string | undefined): readonly Part[] {
  if (read === undefined) return [{ read: true, text: body }];
  const lines = body.split('\n');
  const wanted = read
    .split('\n')
    .map(plain)
    .filter((line) => line !== '');
  const marks = marked(lines.map(plain), wanted);
  return marks ? joined(lines, marks) : [{ read: true, text: body }];
}

/** Readers shorten runs of blanks, and clients mark quoted lines. */
const plain = (line: string) => line.replaceAll(/[\s\u00a0]+/g, ' ').trim();

/** Which lines were read: all wanted ones in their order, as early as they come. Empty lines go with what is before them. */
function marked(lines: readonly string[], wanted: readonly string[]): boolean[] | undefined {
  let next = 0;
  let before = true;
  const marks = lines.map((line) => {
    if (line === '') return before;
    const isRead = next < wanted.length && line === wanted[next];
    if (isRead) next += 1;
    before = isRead;
    return isRead;
  });
  return next === wanted.length ? marks : undefined;
}

function joined(lines: readonly string[], marks: readonly boolean[]): Part[] {
  const parts: { read: boolean; lines: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const read = marks[at]!;
    const last = parts.at(-1);
    if (last && last.read === read) last.lines.push(line);
    else parts.push({ read, lines: [line] });
  }
  return parts.map((part) => ({ read: part.read, text: part.lines.join('\n') }));
}
