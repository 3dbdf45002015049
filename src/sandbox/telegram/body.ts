import type { IncomingMessage } from 'node:http';
import { REQUEST_BYTES } from './limits.ts';
import { ApiRefusal, badRequest } from './refusal.ts';

export type Upload = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
export type Params = Record<string, unknown>;

/** Multipart parts of the usual clients carry no type: the real server goes by the name as well. */
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  ics: 'text/calendar',
  pem: 'application/x-pem-file',
  crt: 'application/x-x509-ca-cert',
  p12: 'application/x-pkcs12',
  png: 'image/png',
  jpg: 'image/jpeg',
};

/** The parameters of a request, from the query and a JSON, URL-encoded or multipart body. */
export async function readParams(request: IncomingMessage, url: URL): Promise<Params> {
  const params: Params = Object.fromEntries(url.searchParams);
  const bytes = await readBytes(request);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return params;
  if (type.startsWith('application/json')) return { ...params, ...readJson(bytes) };
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => {
    throw badRequest("can't parse the request body");
  });
  for (const [name, value] of form) params[name] = typeof value === 'string' ? value : await upload(value);
  delete params.method; // telegraf's form repeats the method's name
  return params;
}

async function upload(file: File): Promise<Upload> {
  const suffix = /\.([A-Za-z0-9]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  return { name: file.name, type: TYPES[suffix] ?? 'application/octet-stream', bytes: await file.bytes() };
}

function readJson(bytes: Uint8Array): Params {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Params;
  } catch {
    // answered below
  }
  throw badRequest("can't parse the request body as JSON");
}

async function readBytes(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > REQUEST_BYTES) throw new ApiRefusal(413, 'Request Entity Too Large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
