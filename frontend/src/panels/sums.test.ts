import { expect, it } from 'vitest';
import { addMeasures } from './sums';

const none = {
  n: 0,
  on_time: 0,
  late: 0,
  open: 0,
  overdue: 0,
  undated_open: 0,
  undated_closed: 0,
  reopened: 0,
};

it('adds counts and computes shares from the sums, not from the shares', () => {
  const sum = addMeasures([
    { ...none, n: 1, on_time: 1, on_time_rate: 1, overdue_share: 0, median_s: 60 },
    { ...none, n: 3, late: 1, overdue: 2, on_time_rate: 0, overdue_share: 2 / 3 },
  ]);
  expect(sum).toEqual({
    ...none,
    n: 4,
    on_time: 1,
    late: 1,
    overdue: 2,
    on_time_rate: 0.25,
    overdue_share: 0.5,
  });
});

it('has no shares of nothing', () => {
  expect(addMeasures([])).toEqual(none);
});
