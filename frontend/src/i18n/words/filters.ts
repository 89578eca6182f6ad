import type { Words } from './words';

/** Words of the filters. */
export const filters = {
  'filters.title': ['Bộ lọc', 'Filters'],
  'filters.count': ['Bộ lọc · {n}', 'Filters · {n}'],
  'filters.show': ['Mở bộ lọc', 'Open the filters'],
  'filters.hide': ['Thu gọn bộ lọc', 'Fold the filters away'],
  'filters.clear': ['Bỏ hết', 'Clear all'],
  'filters.clearOne': ['Bỏ chọn', 'Clear'],
  'filters.clearOf': ['Bỏ chọn {facet}', 'Clear {facet}'],
  'filters.search': ['Tìm {facet}…', 'Find: {facet}…'],
  'filters.none': ['Không có mục nào khớp.', 'Nothing matches.'],
  'filters.more': ['Xem thêm {n}', 'Show {n} more'],
  'filters.fewer': ['Thu gọn', 'Show fewer'],
  'filters.done': ['Xem {n} phản ánh', 'Show {n} complaints'],
  'filters.selected': ['đã chọn {n}', '{n} chosen'],
  'facet.group': ['Lĩnh vực', 'Field'],
  'facet.category': ['Loại phản ánh', 'Kind of complaint'],
  'facet.agency': ['Đơn vị xử lý', 'Agency in charge'],
  'facet.class': ['Tình trạng hạn', 'Standing'],
} as const satisfies Words;
