import type { Words } from './words';

/** Words of time: curve, window, periods. */
export const time = {
  'facet.time': ['Thời gian', 'Time'],
  'time.from': ['Từ ngày', 'From'],
  'time.to': ['Đến ngày', 'To'],
  'time.preset.7d': ['7 ngày', '7 days'],
  'time.preset.30d': ['30 ngày', '30 days'],
  'time.preset.90d': ['90 ngày', '90 days'],
  'time.preset.term': ['Kỳ 25–25', 'Term 25–25'],
  'time.preset.12m': ['12 tháng', '12 months'],
  'time.preset.all': ['Tất cả', 'All time'],
  'time.preset.term.why': [
    'Kỳ báo cáo đã trọn: từ ngày 25 tháng trước đến hết ngày 24.',
    'The last complete reporting term: from the 25th of a month to the 24th of the next.',
  ],
  'time.all': ['Toàn bộ thời gian', 'All time'],
  'time.since': ['Từ {from}', 'Since {from}'],
  'time.until': ['Đến hết {to}', 'Until {to}'],
  'time.days': ['{n} ngày', '{n} days'],
  'time.window': ['Khoảng thời gian', 'Window of time'],
  'time.windowStart': ['Ngày đầu của khoảng thời gian', 'First day of the window'],
  'time.windowEnd': ['Ngày cuối của khoảng thời gian', 'Last day of the window'],
  'time.windowHint': ['Kéo hai mép, hoặc dùng phím mũi tên', 'Drag either edge, or use the arrow keys'],
} as const satisfies Words;
