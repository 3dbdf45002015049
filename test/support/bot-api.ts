import { existsSync, readFileSync } from 'node:fs';

/** Every method and type of the Bot API, as published; it lies beside the project and may be absent. */
const PATH = '../shared/telegram-bot-api.json';

type Field = { readonly types: readonly string[]; readonly required?: boolean };
type Named = {
  readonly fields?: Readonly<Record<string, Field>>;
  readonly subtypes?: readonly string[];
  readonly returns?: readonly string[];
};
type Api = { readonly methods: Readonly<Record<string, Named>>; readonly types: Readonly<Record<string, Named>> };

const api: Api | undefined = existsSync(PATH) ? JSON.parse(readFileSync(PATH, 'utf8')) : undefined;

/** Say so, and check nothing, where it is not there. */
export const botApiIsHere = api !== undefined;
if (!botApiIsHere) console.warn(`${PATH} is absent: requests to the Bot API are not checked against it`);

/** The parameters that a method cannot do without, as published. */
export function requiredOf(method: string): readonly string[] {
  const fields = Object.entries(api?.methods[method]?.fields ?? {});
  return fields.flatMap(([name, { required }]) => (required ? name : []));
}

/** What is wrong with a request, by the published API; empty if nothing is, or if the API is not at hand. */
export function checkRequest(method: string, params: Readonly<Record<string, unknown>>): readonly string[] {
  if (api === undefined) return [];
  const known = api.methods[method];
  return known === undefined ? [`${method}: no such method`] : fieldFaults(known.fields ?? {}, params, method, true);
}

/** The same for what the method answered. */
export function checkAnswer(method: string, result: unknown): readonly string[] {
  if (api === undefined) return [];
  return anyOf(api.methods[method]?.returns ?? [], result, `${method} answers`, false);
}

function fieldFaults(
  fields: Readonly<Record<string, Field>>,
  value: Readonly<Record<string, unknown>>,
  at: string,
  form: boolean,
): string[] {
  const missing = Object.keys(fields).filter((name) => fields[name]?.required && value[name] === undefined);
  const present = Object.entries(value).filter(([, content]) => content !== undefined);
  return [
    ...missing.map((name) => `${at}.${name} is missing`),
    ...present.flatMap(([name, content]) =>
      fields[name] === undefined
        ? [`${at}.${name} is unknown`]
        : anyOf(fields[name].types, content, `${at}.${name}`, form),
    ),
  ];
}

function anyOf(types: readonly string[], value: unknown, at: string, form: boolean): readonly string[] {
  const faults = types.map((type) => typeFaults(type, value, at, form));
  return faults.find((each) => each.length === 0) ?? faults.sort((a, b) => a.length - b.length)[0] ?? [];
}

function typeFaults(type: string, value: unknown, at: string, form: boolean): readonly string[] {
  const array = /^Array of (.*)$/.exec(type)?.[1];
  if (form && typeof value === 'string' && !['String', 'InputFile'].includes(type))
    return typeFaults(type, fromForm(value), at, false);
  if (array !== undefined)
    return Array.isArray(value)
      ? value.flatMap((item, index) => typeFaults(array, item, `${at}[${index}]`, false))
      : [`${at} is no array`];
  const wrong = [`${at} is no ${type}`];
  switch (type) {
    case 'String':
      return typeof value === 'string' ? [] : wrong;
    case 'Integer':
      return Number.isInteger(value) ? [] : wrong;
    case 'Float':
      return typeof value === 'number' ? [] : wrong;
    case 'Boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'InputFile':
      return typeof value === 'object' && value !== null && 'bytes' in value ? [] : wrong;
    default:
      return objectFaults(type, value, at);
  }
}

function objectFaults(type: string, value: unknown, at: string): readonly string[] {
  const known = api?.types[type];
  if (known === undefined) return [`${at}: the type ${type} is not published`];
  if (typeof value !== 'object' || value === null) return [`${at} is no ${type}`];
  if (known.subtypes !== undefined && known.subtypes.length > 0) return anyOf(known.subtypes, value, at, false);
  return fieldFaults(known.fields ?? {}, value as Record<string, unknown>, at, false);
}

function fromForm(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
