/**
 * A stranger's file as a download: never shown, never run, whatever it claims to be (the name and type are the
 * sender's).
 */
export function download(name: string, content: Uint8Array): Response {
  const safe = encodeURIComponent(name.toWellFormed() || 'berkas').replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return new Response(new Uint8Array(content), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${safe}`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  });
}
