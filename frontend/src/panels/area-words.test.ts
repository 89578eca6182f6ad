import { expect, it } from 'vitest';
import { type Held, placeName } from './area-words';

const district = { name: 'Quận 4', name_en: 'District 4' };
const ward = (code: string, name: string, parent?: Held['parent']): Held => ({
  code,
  name,
  name_en: '',
  parent,
});
const own = (thing: { name: string }) => thing.name;

it('names the district of a numbered ward, and of one whose name stands twice', () => {
  expect(placeName(ward('1', 'Phường 1', district), own)).toBe('Phường 1 (Quận 4)');
  expect(placeName(ward('1', 'Phường 1'), own)).toBe('Phường 1');
  expect(placeName(ward('2', 'Phường Tân Phú', district), own)).toBe('Phường Tân Phú');
  const twins = [ward('2', 'Phường Tân Phú', district), ward('3', 'Phường Tân Phú')];
  expect(placeName(twins[0] as Held, own, twins)).toBe('Phường Tân Phú (Quận 4)');
});
