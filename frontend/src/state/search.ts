import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { Fault } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { Geocoded } from '../api/vocabulary';

/** Fewer letters than these name no address. */
export const LEAST_LETTERS = 3;
/** How long the field waits for the next key before it asks, in milliseconds: about the pause between two keys of a slow typist. */
const PAUSE_MS = 200;
/** The service reads 4,096 bytes; a letter of Vietnamese has at most three. */
const LONGEST_QUESTION = 1000;

/** What the geocoder said to a question, or why it said nothing. */
export interface Outcome {
  readonly q: string;
  readonly answer?: Geocoded;
  readonly fault?: Fault;
}

/** AddressSearch asks the geocoder while someone types. */
export interface AddressSearch {
  /** The newest outcome. While a new one is on its way the old one stays; undefined when nothing is asked. */
  readonly outcome: ReadonlySignal<Outcome | undefined>;
  /** Whether the outcome is not yet that of the text. */
  readonly pending: ReadonlySignal<boolean>;
  /** The field has a new text: it is asked after a pause. */
  type(text: string): void;
  /** Asks at once. */
  hurry(): void;
  dispose(): void;
}

/** A question; the attempt makes one that failed another. */
interface Question {
  readonly q: string;
  readonly attempt: number;
}

/** createSearch asks `geocode`, which fails with a Fault or with the abort of its signal. */
export function createSearch(geocode: (q: string, signal: AbortSignal) => Promise<Geocoded>): AddressSearch {
  const wanted = signal<Question | null>(null);
  const asked = signal<Question | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const replies: Resource<Outcome & Question> = resource(asked, async (question, abort) => {
    try {
      return { ...question, answer: await geocode(question.q, abort) };
    } catch (error) {
      if (error instanceof Fault) return { ...question, fault: error };
      throw error;
    }
  });
  const hurry = () => {
    clearTimeout(timer);
    asked.value = wanted.peek();
  };
  return {
    outcome: replies.data,
    pending: computed(() => wanted.value !== null && !same(wanted.value, replies.data.value)),
    type: text => {
      const before = replies.data.peek();
      const attempt = (before?.attempt ?? 0) + (before?.fault ? 1 : 0);
      const q = questionOf(text);
      wanted.value = q ? { q, attempt } : null;
      clearTimeout(timer);
      if (q) timer = setTimeout(hurry, PAUSE_MS);
      else hurry();
    },
    hurry,
    dispose: () => {
      clearTimeout(timer);
      replies.dispose();
    },
  };
}

/** What is asked for a text: without needless spaces; empty when it is too short. */
function questionOf(text: string): string {
  const q = text.replace(/\s+/gu, ' ').trim();
  return Array.from(q).length < LEAST_LETTERS ? '' : q.slice(0, LONGEST_QUESTION);
}

function same(a: Question, b: Question | undefined): boolean {
  return a.q === b?.q && a.attempt === b.attempt;
}
