import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';

/** A JSON body in the shape that is wanted; HTTPException 400 otherwise. */
export async function readBody<T>(c: Context, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success)
    throw new HTTPException(400, { message: 'Permintaan ini tidak lengkap. Muat ulang halaman, lalu coba lagi.' });
  return parsed.data;
}

export type Upload = { readonly name: string; readonly type: string; readonly bytes: Uint8Array };

/** The fields and files of a form. */
export async function readForm(
  c: Context,
): Promise<{ readonly field: (name: string) => string; readonly files: readonly Upload[] }> {
  const form = await c.req.formData().catch(() => undefined);
  if (!form) throw new HTTPException(400, { message: 'Berkas tidak sampai dengan utuh. Silakan kirim lagi.' });
  const given = form.getAll('files').filter((each) => typeof each !== 'string');
  const files = given.map(async (file) => ({
    name: file.name,
    type: file.type || 'application/octet-stream',
    bytes: new Uint8Array(await file.arrayBuffer()),
  }));
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { field, files: await Promise.all(files) };
}
