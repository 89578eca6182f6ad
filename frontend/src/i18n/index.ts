import { words } from './words';

/** The languages of the page, first one first. */
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The name of a text. */
export type Key = keyof typeof words;

/** The names in braces of a text, such as n of "{n} ngày". */
type Slots<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;

/** What a text needs to be complete: its slots, or nothing. */
type Arguments<K extends Key> = [Slots<(typeof words)[K][0]>] extends [never]
  ? []
  : [Record<Slots<(typeof words)[K][0]>, string>];

/** Gives a text in a language with its slots filled. */
export type Translate = <K extends Key>(key: K, ...args: Arguments<K>) => string;

/** isLanguage reports whether the page speaks it. */
export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** translator speaks a language. */
export function translator(language: Language): Translate {
  const which = LANGUAGES.indexOf(language);
  return (key, ...args) => fill(words[key][which] ?? '', args[0] ?? {});
}

/** localName is the name in a language of a thing that has one in both. */
export function localName(thing: { name: string; name_en: string }, language: Language): string {
  return language === 'en' && thing.name_en ? thing.name_en : thing.name;
}

function fill(text: string, values: Partial<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}
