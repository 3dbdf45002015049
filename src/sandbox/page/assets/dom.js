/** Builds elements from parts; every text becomes a text node, so that nothing a stranger wrote is ever read as HTML. */

/** `on` holds listeners, `data` the data attributes; false and undefined leave an attribute out. */
export function el(tag, { on = {}, data = {}, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  for (const [name, value] of Object.entries(data)) element.dataset[name] = String(value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.flat().filter((child) => child !== undefined && child !== false && child !== ''));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';
const PATHS = {
  attach: 'M8.5 12.5l6-6a3 3 0 0 1 4.2 4.2l-8.4 8.4a5 5 0 0 1-7-7L11 4.4',
  send: 'M4 12l16-8-6 16-3-6.5z',
  back: 'M15 5l-7 7 7 7',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14',
  sign: 'M4 20c3-1 4-5 6-9s4-6 5-4-3 8-2 9 3-3 4-3 1 2 3 1',
  pen: 'M4 20l1-4L16 5l3 3L8 19z',
  reply: 'M10 6L4 12l6 6M4 12h9c4 0 7 2 7 6',
  forward: 'M14 6l6 6-6 6M20 12h-9c-4 0-7 2-7 6',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0',
  menu: 'M5 7h14M5 12h14M5 17h14',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21h4',
  close: 'M6 6l12 12M18 6L6 18',
  away: 'M14 5h5v5M19 5l-9 9M17 14v5H5V7h5',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A person's initials in a colour of his own; the colours are in page.css. */
export function avatar(name, seed = name) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...(word ?? '')][0] ?? '').join('');
  const hue = [...seed].reduce((sum, letter) => (sum * 33 + letter.codePointAt(0)) % 997, 7) % 6;
  return el('span', { class: 'avatar', 'aria-hidden': 'true', data: { hue } }, initials.toUpperCase() || '?');
}

/** Makes the children of `box` these, and touches only those that are not in their place: focus and scrolling stay. */
export function arrange(box, nodes) {
  let at = box.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else box.insertBefore(node, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** A short word at the edge of the window. */
export function toast(text, kind = 'good') {
  const box = document.getElementById('toasts');
  const note = el('p', { class: `toast ${kind}` }, text);
  box.append(note);
  setTimeout(() => note.remove(), kind === 'bad' ? 8000 : 4500);
}
