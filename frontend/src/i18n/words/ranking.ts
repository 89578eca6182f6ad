import type { Words } from './words';

/** Words of the ranking. */
export const ranking = {
  'rank.title': ['Xếp hạng khu vực', 'Ranking of areas'],
  'rank.area': ['Khu vực', 'Area'],
  'rank.sort': ['Sắp theo {column}', 'Sort by {column}'],
  'rank.all': ['Xem cả {n} khu vực', 'Show all {n} areas'],
  'rank.top': ['Chỉ xem 10 đầu', 'Only the first 10'],
  'rank.none': ['Chưa có bộ ranh giới nào.', 'There is no set of areas yet.'],
} as const satisfies Words;
