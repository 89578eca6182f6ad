import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { atRest } from './at-rest';

it('stays while a hand moves something, and catches up when it lets go', () => {
  const held = signal(false);
  const n = signal(1);
  const calm = atRest(held, () => n.value);
  expect(calm.value).toBe(1);
  held.value = true;
  n.value = 2;
  n.value = 3;
  expect(calm.value).toBe(1);
  held.value = false;
  expect(calm.value).toBe(3);
});

it('knows a first value, even within a drag', () => {
  expect(atRest(signal(true), () => 7).value).toBe(7);
});
