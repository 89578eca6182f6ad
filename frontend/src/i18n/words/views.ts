import type { Words } from './words';

/** Words of the views, notes and the about box. */
export const views = {
  'stale.note': [
    'Dữ liệu từ {time}; cơ sở dữ liệu tạm thời không trả lời',
    'Data as of {time}; the database does not answer at present',
  ],
  'about.title': ['Về Điểm Nóng', 'About Điểm Nóng'],
  'about.text': [
    'Điểm Nóng cho thấy người dân phản ánh điều gì, ở đâu, và việc xử lý có kịp hạn hay không. Mỗi ô lục giác và mỗi khu vực trên bản đồ đếm cùng một tập phản ánh, nên mọi con số luôn khớp nhau.',
    'Điểm Nóng shows what residents complain about, where, and whether it is dealt with in time. Every hexagon and every area on the map counts the same complaints, so all figures agree with each other.',
  ],
  'about.classes': ['Mỗi phản ánh thuộc đúng một tình trạng', 'Every complaint has exactly one standing'],
  'about.keys': ['Phím tắt', 'Keys'],
  'about.keys.search': ['tìm địa chỉ, khu vực', 'find an address or an area'],
  'about.keys.filters': ['mở bộ lọc', 'open the filters'],
  'about.keys.back': ['lùi một bước', 'step back'],
  'about.data': ['Dữ liệu', 'Data'],
  'about.asOf': ['Đánh giá lúc {time}', 'Judged at {time}'],
  'about.revision': ['phiên bản dữ liệu {n}', 'data revision {n}'],
  'about.version': ['Điểm Nóng {version}', 'Điểm Nóng {version}'],
  'about.close': ['Đóng', 'Close'],
} as const satisfies Words;
