/** Texts by key, each in all languages of the page: Vietnamese first. {slots} are filled when it is drawn. */
export type Words = Readonly<Record<string, readonly [vi: string, en: string]>>;
