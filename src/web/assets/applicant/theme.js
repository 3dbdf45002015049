import { givenTheme, onTelegram } from './telegram.js';

/**
 * Telegram's colours in place of ours, by the names that applicant.css gives them: the first of Telegram's names that is
 * there. Those of one group are taken together or not at all.
 */
const GROUPS = [
  { paper: ['secondary_bg_color', 'bg_color'], card: ['section_bg_color', 'bg_color'], ink: ['text_color'] },
  { soft: ['subtitle_text_color', 'hint_color'] },
  { accent: ['button_color'], 'on-accent': ['button_text_color'] },
];
/** Text, and what applicant.css puts it on. */
const READ_ON = {
  ink: ['paper', 'card', 'warn-paper'],
  soft: ['paper', 'card'],
  accent: ['paper', 'card'],
  'on-accent': ['accent'],
  good: ['card'],
  bad: ['card'],
};
const NAMES = [...new Set([...Object.keys(READ_ON), ...Object.values(READ_ON).flat()])];
/** WCAG 2.2, 1.4.3 (AA). */
const CONTRAST = 4.5;
const [BLACK, WHITE] = ['#000000', '#ffffff'];

const root = document.documentElement;
const DARK = '(prefers-color-scheme: dark)';
const darkRules = [...document.styleSheets]
  .filter(({ href }) => href?.startsWith(location.origin))
  .flatMap(({ cssRules }) => [...cssRules])
  .filter(({ media }) => media?.mediaText === DARK);

/** Wears Telegram's colours, now and whenever they change. */
export function followTheme() {
  wear(givenTheme());
  onTelegram('theme_changed', (data) => wear(data?.theme_params));
}

/** A group of colours with which anything would be hard to read is left: there ours stay. */
function wear(given) {
  for (const name of NAMES) root.style.removeProperty(`--${name}`);
  const colourOf = (names) => names.map((name) => given?.[name]).find(isColour);
  wearScheme(colourOf(['bg_color']));
  const ours = getComputedStyle(root);
  let worn = Object.fromEntries(NAMES.map((name) => [name, ours.getPropertyValue(`--${name}`).trim()]));
  for (const group of GROUPS) {
    const theirs = Object.fromEntries(Object.entries(group).map(([name, names]) => [name, colourOf(names)]));
    if (Object.values(theirs).includes(undefined) || !isReadable({ ...worn, ...theirs })) continue;
    worn = { ...worn, ...theirs };
    for (const [name, colour] of Object.entries(theirs)) root.style.setProperty(`--${name}`, colour);
  }
}

/** Light or dark as Telegram's ground is; without one, as the device says. */
function wearScheme(ground) {
  const dark = ground === undefined ? undefined : contrast(ground, WHITE) > contrast(ground, BLACK);
  root.style.colorScheme = dark === undefined ? '' : dark ? 'dark' : 'light';
  for (const { media } of darkRules) media.mediaText = dark === undefined ? DARK : dark ? 'all' : 'not all';
}

/** What comes from outside is a colour in this one form; nothing else gets into a style. */
const isColour = (text) => typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text);

const isReadable = (colours) =>
  Object.entries(READ_ON).every(([text, grounds]) =>
    grounds.every((ground) => contrast(colours[text], colours[ground]) >= CONTRAST),
  );

/** WCAG 2.2: relative luminance and contrast ratio. */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
