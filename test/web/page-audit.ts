import type { Page } from 'playwright-core';

/** WCAG 2.2, 2.5.5 (AAA): what a thumb hits. Links within a sentence are not counted there either. */
const TARGET_PX = 44;
/** WCAG 2.2, 1.4.3 (AA); large text, from 24 px or from 18.66 px in bold, may have 3. */
const CONTRAST = 4.5;
const CONTRAST_LARGE = 3;
/** What can be acted on must have a name for a screen reader. */
const NAMED = new Set(['button', 'link', 'textbox', 'checkbox', 'radio', 'progressbar', 'meter']);

/** What is wrong with the page as it is shown now, for an eye, a thumb and a screen reader; empty when nothing is. */
export async function audit(page: Page): Promise<string[]> {
  const found = await page.evaluate(look, { TARGET_PX, CONTRAST, CONTRAST_LARGE, width: page.viewportSize()!.width });
  return [...found, ...(await nameless(page))];
}

/** By Chromium's own accessibility tree, which is what a screen reader is given. */
async function nameless(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter(({ ignored, role, name }) => !ignored && NAMED.has(role?.value) && !name?.value?.trim())
    .map(({ role }) => `a ${role?.value} without a name`);
}

/** Runs in the page. */
function look(limits: { TARGET_PX: number; CONTRAST: number; CONTRAST_LARGE: number; width: number }): string[] {
  const faults: string[] = [];
  const shown = (each: Element) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.closest('.sr, .skip:not(:focus)');
  const called = (each: Element) => `<${each.tagName.toLowerCase()}> ${each.textContent?.trim().slice(0, 40)}`;

  // Not innerWidth: a phone's grows with what does not fit.
  if (document.documentElement.scrollWidth > limits.width) faults.push('scrolls sideways');
  for (const each of document.querySelectorAll('a, button, summary, input:not([type=hidden])')) {
    if (!shown(each) || each.closest('p:not(:has(> .button))')) continue;
    const { width, height } = (each.closest('label') ?? each).getBoundingClientRect();
    if (width < limits.TARGET_PX || height < limits.TARGET_PX)
      faults.push(`too small (${Math.round(width)}×${Math.round(height)}): ${called(each)}`);
  }

  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two things called ${id}`);
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-errormessage', 'for'])
    for (const each of document.querySelectorAll(`[${name}]`))
      for (const id of each.getAttribute(name)!.split(' '))
        if (!ids.includes(id)) faults.push(`${name} leads nowhere: ${id}`);

  const levels = [...document.querySelectorAll('h1, h2, h3, h4')]
    .filter(shown)
    .map(({ tagName }) => Number(tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) faults.push('not one h1');
  levels.forEach((level, at) => {
    if (level > (levels[at - 1] ?? 0) + 1) faults.push(`a heading h${level} after h${levels[at - 1] ?? 0}`);
  });
  if (!document.documentElement.lang || !document.querySelector('main')) faults.push('no language or no main');

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const each = node.parentElement!;
    if (!node.textContent!.trim() || !shown(each)) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(each);
    const ratio = contrast(color, backgroundOf(each));
    const size = Number.parseFloat(fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    if (ratio < (large ? limits.CONTRAST_LARGE : limits.CONTRAST))
      faults.push(`hard to read (${ratio.toFixed(1)}): ${called(each)}`);
  }
  return faults;

  function backgroundOf(element: Element | null): string {
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  }
  /** WCAG 2.2: relative luminance and contrast ratio. */
  function contrast(one: string, other: string): number {
    const [light, dark] = [one, other].map(luminance).sort((a, b) => b - a) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  }
  function luminance(color: string): number {
    const [red, green, blue] = color.match(/[\d.]+/g)!.map((each) => {
      const share = Number(each) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
}
