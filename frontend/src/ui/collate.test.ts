import { describe, expect, it } from 'vitest';
import { compareNames } from './collate';

const sorted = (...names: string[]) => names.sort(compareNames);

describe('the order of names', () => {
  it('is that of the Vietnamese alphabet: đ after d, â after a, ơ after ô', () => {
    expect(sorted('Đa Kao', 'Dĩ An', 'Ea', 'Dầu Tiếng')).toEqual(['Dầu Tiếng', 'Dĩ An', 'Đa Kao', 'Ea']);
    expect(sorted('Ân', 'An', 'Ăn', 'Az')).toEqual(['An', 'Az', 'Ăn', 'Ân']);
    expect(sorted('Ơn', 'Ôn', 'On', 'Oz')).toEqual(['On', 'Oz', 'Ôn', 'Ơn']);
  });

  it('looks at tones last', () => {
    expect(sorted('Bình Trưng', 'Binh Trị', 'Bình Tân')).toEqual(['Bình Tân', 'Binh Trị', 'Bình Trưng']);
    expect(sorted('má', 'mạ', 'ma', 'mã', 'mà', 'mả')).toEqual(['ma', 'mà', 'mả', 'mã', 'má', 'mạ']);
  });

  it('counts: ward 2 before ward 10', () => {
    expect(sorted('Phường 10', 'Phường 2', 'Phường 9')).toEqual(['Phường 2', 'Phường 9', 'Phường 10']);
  });
});
