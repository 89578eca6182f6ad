import type { Words } from './words';

/** Words of the search. */
export const search = {
  'bar.search': ['Tìm địa chỉ, đường, phường…', 'Find an address, street, ward…'],
  'bar.search.label': [
    'Tìm địa chỉ hoặc khu vực, không cần dấu',
    'Find an address or an area, with or without marks',
  ],
  'bar.search.clear': ['Xoá ô tìm kiếm và địa điểm', 'Clear the search and the place'],
  'search.found': ['Kết quả tìm kiếm', 'What was found'],
  'search.areas': ['Khu vực · số phản ánh', 'Areas · complaints'],
  'search.addresses': ['Địa chỉ', 'Addresses'],
  'search.maybe': ['có thể là {name}', 'may be {name}'],
  'search.former': ['trước đây {name}', 'formerly {name}'],
  'search.within': ['trong vòng {distance}', 'within {distance}'],
  'search.within.why': [
    'Gần đúng: chín trên mười lần, nơi thật nằm trong vòng tròn này.',
    'Approximate: nine times in ten the true place is in this circle.',
  ],
  'search.sure': ['{share} đúng phường', '{share} right ward'],
  'search.sure.area': ['{share} đúng khu vực', '{share} right area'],
  'search.waiting': ['Đang tìm “{text}”…', 'Looking for “{text}”…'],
  'search.more': [
    'Chưa có khu vực nào khớp “{text}”. Gõ thêm để tìm địa chỉ.',
    'No area matches “{text}” so far. Type more to find an address.',
  ],
  'search.fault': [
    'Hiện chưa tìm được địa chỉ. Gõ tiếp để thử lại.',
    'Addresses cannot be found at present. Type on to try again.',
  ],
  'search.fault.network': [
    'Không liên lạc được với máy chủ. Gõ tiếp để thử lại.',
    'The service cannot be reached. Type on to try again.',
  ],
  'place.clear': ['Bỏ địa điểm {name}', 'Remove the place {name}'],
} as const satisfies Words;
