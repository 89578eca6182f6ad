import { describe, expect, it } from 'vitest';
import { fold, matches } from './fold';

describe('fold', () => {
  it.each([
    ['Phường Đa Kao', 'phuong da kao'],
    ['ƯỢNG ượng', 'uong uong'],
    ['Xã Bà Điểm', 'xa ba diem'],
    ['Y tế, an toàn  thực phẩm', 'y te an toan thuc pham'],
    ['TP.HCM', 'tp hcm'],
    ['Bến Thành'.normalize('NFD'), 'ben thanh'],
  ])('%s → %s', (text, want) => {
    expect(fold(text)).toBe(want);
  });
});

describe('matches', () => {
  it.each([
    ['Phường Bến Thành', 'ben tha', true],
    ['Phường Bến Thành', 'thanh ben', true],
    ['Phường Bến Thành', 'hanh', false],
    ['Phường Bến Thành', 'Bến', true],
    ['Đặc khu Côn Đảo', 'dao', true],
    ['Đặc khu Côn Đảo', '', true],
  ])('%s with %j: %s', (text, search, want) => {
    expect(matches(text, search)).toBe(want);
  });
});
