/** Talks to this page's own server. An error's message is a sentence for the person. */

const AWAY = 'Ruang coba tidak menjawab. Periksa apakah layanannya masih berjalan, lalu coba lagi.';

async function ask(path, init) {
  const response = await fetch(path, init).catch(() => {
    throw new Error(AWAY);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? AWAY);
  return answer;
}

export const get = (path) => ask(path);

export const post = (path, body) =>
  ask(path, {
    method: 'POST',
    ...(body instanceof FormData
      ? { body }
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
