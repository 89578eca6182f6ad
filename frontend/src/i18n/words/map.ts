import type { Words } from './words';

/** Words of the map: layers, measures, legend. */
export const map = {
  'measure.n': ['Số phản ánh', 'Complaints'],
  'measure.per_km2': ['Phản ánh trên km²', 'Complaints per km²'],
  'measure.per_1000': ['Phản ánh trên 1.000 dân', 'Complaints per 1,000 residents'],
  'measure.overdue_share': ['Tỷ lệ quá hạn', 'Overdue share'],
  'measure.on_time_rate': ['Tỷ lệ đúng hạn', 'On-time rate'],
  'measure.median_s': ['Thời gian xử lý giữa', 'Median handling time'],
  'measure.n.why': [
    'Số phản ánh nhận được trong thời gian và bộ lọc đã chọn.',
    'Complaints received in the chosen time and filter.',
  ],
  'measure.per_km2.why': ['Số phản ánh chia cho diện tích.', 'Complaints divided by the surface.'],
  'measure.per_1000.why': [
    'Số phản ánh trên mỗi 1.000 người dân của khu vực.',
    'Complaints for every 1,000 residents of the area.',
  ],
  'measure.overdue_share.why': [
    'Phần phản ánh chưa xong và đã qua hạn, trong tất cả.',
    'The part that is not done and past due, of all complaints.',
  ],
  'measure.on_time_rate.why': [
    'Đúng hạn ÷ (đúng hạn + trễ hạn + quá hạn).',
    'On time ÷ (on time + late + overdue).',
  ],
  'measure.median_s.why': [
    'Một nửa số phản ánh đã xong được xử lý nhanh hơn thế.',
    'Half of the closed complaints were handled faster than this.',
  ],
  'map.label': ['Bản đồ phản ánh', 'Map of complaints'],
  'map.layer': ['Cách vẽ', 'Drawn as'],
  'map.cells': ['Lục giác', 'Hexagons'],
  'map.areas': ['Khu vực', 'Areas'],
  'map.measure': ['Tô màu theo', 'Coloured by'],
  'map.set': ['Bộ ranh giới', 'Boundaries'],
  'map.level': ['Cấp', 'Level'],
  'map.approximate': ['Ranh giới gần đúng', 'Approximate boundaries'],
  'map.approximate.why': [
    'Ranh giới được vẽ phỏng theo vị trí và diện tích, không dùng để đo đạc.',
    'The outlines follow position and surface only; they are not for measuring.',
  ],
  'map.zoomIn': ['Phóng to', 'Zoom in'],
  'map.zoomOut': ['Thu nhỏ', 'Zoom out'],
  'map.home': ['Toàn thành phố', 'Whole city'],
  'map.loading': ['Đang vẽ bản đồ…', 'Drawing the map…'],
  'map.noWebgl': ['Trình duyệt này không vẽ được bản đồ', 'This browser cannot draw the map'],
  'map.noWebgl.why': [
    'Bản đồ cần WebGL. Số liệu, biểu đồ và danh sách vẫn dùng được đầy đủ.',
    'The map needs WebGL. Figures, charts and lists work in full without it.',
  ],
  'map.received': ['nhận {time}', 'received {time}'],
  'map.others': ['và {n} phản ánh khác ngay đây', 'and {n} more right here'],
  'map.nothingHere': ['Không có phản ánh ở giữa bản đồ', 'No complaints in the middle of the map'],
  'map.truncated': ['Ở đây chỉ vẽ các phản ánh mới nhất', 'Only the newest complaints are drawn here'],
  'map.hint': ['Nhấn để xem số liệu', 'Click for the figures'],
  'legend.title': ['Chú giải', 'Legend'],
  'legend.upTo': ['dưới {n}', 'below {n}'],
  'legend.from': ['{n} trở lên', '{n} and more'],
  'legend.between': ['{a} – {b}', '{a} – {b}'],
  'legend.noData': ['không tính được', 'cannot be computed'],
  'legend.cell': ['mỗi ô khoảng {km2}', 'about {km2} each'],
  'legend.unplaced': [
    '{n} trong {total} chưa định vị được, không có trên bản đồ',
    '{n} of {total} could not be placed and are not on the map',
  ],
  'legend.unplaced.none': [
    '0 trong {total} chưa định vị được: tất cả đều có trên bản đồ',
    '0 of {total} could not be placed: all are on the map',
  ],
  'legend.unplaced.short': ['{n}/{total} chưa định vị được', '{n}/{total} not placed'],
  'legend.points': ['Từng phản ánh', 'Single complaints'],
  'legend.points.why': [
    'Mỗi điểm là một phản ánh có vị trí riêng. Điểm rỗng: chưa xong. Viền đậm: đã qua hạn. Điểm lớn: chưa xong và đã qua hạn.',
    'Every point is one complaint with a place of its own. Hollow: not closed. Dark ring: past due. Large: not closed and past due.',
  ],
  'legend.points.unplaced': [
    '{n} trong {total} không vẽ thành điểm vì chỉ biết khu vực hoặc chưa rõ nơi',
    '{n} of {total} are no points: only their area is known, or nothing',
  ],
  'legend.points.truncated': [
    'Nơi dày đặc chỉ vẽ {n} phản ánh mới nhất.',
    'Where they are dense, only the newest {n} are drawn.',
  ],
  'legend.empty': ['Không có phản ánh nào để tô màu.', 'No complaints to colour.'],
} as const satisfies Words;
