import { expect, it } from 'vitest';
import { moved } from './TimeWindow';

const span = [0, 100] as const;

it('moves an edge, never past the other one or the span', () => {
  expect(moved([20, 30], 'from', -5, span)).toEqual([15, 30]);
  expect(moved([20, 30], 'from', 50, span)).toEqual([29, 30]);
  expect(moved([20, 30], 'to', -50, span)).toEqual([20, 21]);
  expect(moved([20, 30], 'to', 500, span)).toEqual([20, 100]);
});

it('moves as a whole with its length kept', () => {
  expect(moved([20, 30], 'both', 7, span)).toEqual([27, 37]);
  expect(moved([20, 30], 'both', 500, span)).toEqual([90, 100]);
  expect(moved([20, 30], 'both', -500, span)).toEqual([0, 10]);
});
