import type { Words } from './words';

/** Words of the list of complaints and of one complaint. */
export const list = {
  'quality.point': ['điểm', 'point'],
  'quality.street': ['đường', 'street'],
  'quality.area': ['khu vực', 'area'],
  'quality.none': ['chưa đủ chắc', 'not sure enough'],
  'unplaced.no_address': ['Chưa có địa chỉ nào để tìm.', 'There is no address to look for yet.'],
  'unplaced.unreadable': [
    'Không nhận ra địa chỉ nào. Hãy gõ số nhà, tên đường, phường.',
    'No address was recognised. Type a house number, a street and a ward.',
  ],
  'unplaced.elsewhere': ['Địa chỉ này ở ngoài thành phố.', 'This address is outside of the city.'],
  'unplaced.ambiguous': [
    'Có nhiều nơi cùng tên. Hãy gõ thêm phường hoặc quận.',
    'Several places have this name. Add the ward or the district.',
  ],
  'unplaced.unknown_street': [
    'Chưa biết đường hoặc địa điểm này. Hãy gõ thêm phường, hoặc xem lại tên.',
    'This street or place is not known. Add the ward, or check the name.',
  ],
  'unplaced.uncertain': [
    'Chưa đủ chắc để chỉ ra một nơi. Hãy gõ thêm phường hoặc quận.',
    'Not sure enough to name one place. Add the ward or the district.',
  ],
} as const satisfies Words;
