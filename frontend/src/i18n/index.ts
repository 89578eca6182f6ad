import { en } from './en';
import { vi } from './vi';

/** The languages of the page, first one first. */
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The name of a text. */
export type Key = keyof typeof vi;
/** All texts in one language. */
export type Words = Record<Key, string>;

/** The names in braces of a text, such as n of "{n} ngày". */
type Slots<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Slots<Rest> : never;

/** What a text needs to be complete: its slots, or nothing. */
type Arguments<K extends Key> = [Slots<(typeof vi)[K]>] extends [never]
  ? []
  : [Record<Slots<(typeof vi)[K]>, string>];

/** Gives a text in a language with its slots filled. */
export type Translate = <K extends Key>(key: K, ...args: Arguments<K>) => string;

const words: Record<Language, Words> = { vi, en };

/** isLanguage reports whether the page speaks it. */
export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** translator speaks a language. */
export function translator(language: Language): Translate {
  const texts = words[language];
  return (key, ...args) => fill(texts[key], args[0] ?? {});
}

/** localName is the name in a language of a thing that has one in both. */
export function localName(thing: { name: string; name_en: string }, language: Language): string {
  return language === 'en' && thing.name_en ? thing.name_en : thing.name;
}

function fill(text: string, values: Partial<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}
