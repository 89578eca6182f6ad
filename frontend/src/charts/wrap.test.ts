import { expect, it } from 'vitest';
import { wrapped } from './wrap';

const letters = (text: string) => text.length;

it('breaks between words, and leaves a word whole that is too long', () => {
  expect(wrapped('một hai ba', 7, letters)).toEqual(['một hai', 'ba']);
  expect(wrapped('một hai ba', 99, letters)).toEqual(['một hai ba']);
  expect(wrapped('quá-dài-cho-dòng a', 5, letters)).toEqual(['quá-dài-cho-dòng', 'a']);
  expect(wrapped('', 5, letters)).toEqual(['']);
});
