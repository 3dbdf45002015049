/** How grave a finding is, and what is said of it. PURE. */

export const LEVELS = ['good', 'note', 'warning', 'wrong'] as const;
/** `wrong`: something does not work. `warning`: it works, and somebody should look. `note`: to know. */
export type Level = (typeof LEVELS)[number];

/** `{name}` stands for a value of the finding. */
export type Words = { readonly level: Level; readonly says: string; readonly todo?: string };

export const good = (says: string) => ({ level: 'good', says }) as const;
export const note = (says: string) => ({ level: 'note', says }) as const;
export const warning = (says: string, todo: string) => ({ level: 'warning', says, todo }) as const;
export const wrong = (says: string, todo: string) => ({ level: 'wrong', says, todo }) as const;
