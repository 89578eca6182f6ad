import { describe, expect, it } from 'vitest';
import { newFilter } from './filter';
import { beforeQuery, courseBucket, openOf } from './queries-figures';

describe('the questions of the figures panel', () => {
  it('cut a window into what the width of the panel can show', () => {
    expect([1, 30, 92, 93, 365, 640, 641, 4000].map(courseBucket)).toEqual([
      'day',
      'day',
      'day',
      'week',
      'week',
      'week',
      'month',
      'month',
    ]);
  });

  it('look for what is not closed within the classes that are chosen', () => {
    expect(openOf(newFilter({ agencies: ['a'] }))).toEqual(
      newFilter({ agencies: ['a'], classes: ['open', 'overdue', 'undated_open'] }),
    );
    expect(openOf(newFilter({ classes: ['late', 'overdue'] }))?.classes).toEqual(['overdue']);
    expect(openOf(newFilter({ classes: ['on_time', 'late'] }))).toBeNull();
  });

  it('ask for the compared window with the filter of the answer itself', () => {
    const total = {} as NonNullable<Parameters<typeof beforeQuery>[0]>['compare'] & object;
    const compare = {
      ...total,
      mode: 'previous',
      from: '2026-10-17T17:00:00Z',
      to: '2026-10-31T17:00:00Z',
      as_of: '2026-10-31T08:05:00Z',
    };
    expect(
      beforeQuery({
        filter: 'agency=a%2Cb&from=2026-10-31T17%3A00%3A00Z&to=2026-11-14T17%3A00%3A00Z',
        compare,
      }),
    ).toEqual({
      agency: 'a,b',
      from: '2026-10-17T17:00:00Z',
      to: '2026-10-31T17:00:00Z',
      as_of: '2026-10-31T08:05:00Z',
      group_by: 'day',
    });
    expect(beforeQuery({ filter: 'agency=a' })).toBeNull();
    expect(beforeQuery(undefined)).toBeNull();
  });
});
