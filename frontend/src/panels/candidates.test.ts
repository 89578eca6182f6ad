import { describe, expect, it } from 'vitest';
import type { Area, Candidate, Geocoded, Meta, PlaceArea } from '../api/vocabulary';
import type { Locale } from '../app';
import { type Language, localName, translator } from '../i18n';
import { createFormat } from '../i18n/format';
import { describe as inWords, optionsOf, reasonOf } from './candidates';

const NBSP = '\u00a0';

const set = (code: string) => ({
  code,
  name: code,
  name_en: code,
  approximate: true,
  attribution: '',
  levels: [
    { code: 'district', name: 'Quận, huyện', name_en: 'District', areas: 1 },
    { code: 'ward', name: 'Phường, xã', name_en: 'Ward', areas: 1 },
  ],
});
const meta = { default_set: 'new', area_sets: [set('old'), set('new')] } as unknown as Meta;

const ward = (setCode: string, name: string, level = 'ward'): PlaceArea => ({
  set: setCode,
  level,
  code: name,
  name,
  name_en: `${name} EN`,
});

const saiGon = ward('new', 'Phường Sài Gòn');
const benNghe = ward('old', 'Phường Bến Nghé');

const house: Candidate = {
  lon: 106.7009812,
  lat: 10.7769,
  quality: 'point',
  radius_m: 80,
  score: 0.938,
  area: saiGon,
  area_score: 0.938,
  areas: [benNghe, saiGon],
  street: 'Nguyễn Huệ',
  number: '12',
};

function locale(language: Language): Locale {
  const t = translator(language);
  return {
    language,
    t,
    format: createFormat(language, 'Asia/Ho_Chi_Minh', t),
    name: thing => localName(thing, language),
  };
}
const vi = locale('vi');
const en = locale('en');

describe('a candidate', () => {
  it('is number and street, its area now and before, and how surely', () => {
    expect(inWords(house, [], meta, vi)).toEqual({
      title: '12 Nguyễn Huệ',
      where: 'Phường Sài Gòn · trước đây Phường Bến Nghé',
      how: `điểm · trong vòng 80${NBSP}m · 94${NBSP}% đúng phường`,
      found: { lng: 106.70098, lat: 10.7769, radius: 80, text: '12 Nguyễn Huệ, Phường Sài Gòn' },
    });
  });

  it('is in the reader’s language', () => {
    const words = inWords({ ...house, quality: 'street', radius_m: 1240 }, [], meta, en);
    expect(words.where).toBe('Phường Sài Gòn EN · formerly Phường Bến Nghé EN');
    expect(words.how).toBe(`street · within 1.2${NBSP}km · 94% right ward`);
  });

  it('of quality none says only what it may be, and is nowhere', () => {
    const { lon, lat, radius_m, area, area_score, ...rest } = house;
    const words = inWords({ ...rest, quality: 'none', score: 0.07 }, [], meta, vi);
    expect(words.where).toBe('có thể là Phường Sài Gòn · trước đây Phường Bến Nghé');
    expect(words.how).toBe(`chưa đủ chắc · 7${NBSP}% đúng phường`);
    expect(words.found).toBeNull();
  });

  it('that is an area is that area once, with its level and its own score', () => {
    const district = ward('old', 'Quận 1', 'district');
    const words = inWords(
      {
        lon: 106.7,
        lat: 10.8,
        quality: 'area',
        radius_m: 1568,
        score: 0.39,
        area: district,
        area_score: 0.99,
        areas: [saiGon],
      },
      [],
      meta,
      vi,
    );
    expect(words.title).toBe('Quận 1');
    expect(words.where).toBe('có thể là Phường Sài Gòn');
    expect(words.how).toBe(`quận, huyện · trong vòng 1,6${NBSP}km · 99${NBSP}% đúng khu vực`);

    const onStreet = inWords(
      { ...house, quality: 'area', score: 0.39, area: district, area_score: 0.99, areas: [saiGon] },
      [],
      meta,
      vi,
    );
    expect(onStreet.where).toBe('Quận 1 · có thể là Phường Sài Gòn');

    const same = inWords(
      { ...house, quality: 'area', street: '', number: '', areas: [saiGon] },
      [],
      meta,
      vi,
    );
    expect([same.title, same.where]).toEqual(['Phường Sài Gòn', '']);
  });

  it('without a street is the place, or the coordinates, that were typed', () => {
    const { street, number, ...place } = house;
    const market = {
      kind: 'place',
      text: 'cho ben thanh',
      start: 0,
      end: 13,
      value: 'chợ Bến Thành',
    } as const;
    expect(inWords(place, [market], meta, vi).title).toBe('chợ Bến Thành');
    const point = {
      kind: 'point',
      text: '10.7769, 106.7',
      start: 0,
      end: 14,
      value: '10.7769 106.7',
    } as const;
    expect(inWords(place, [point], meta, vi).title).toBe('10.7769, 106.7');
  });
});

describe('the list', () => {
  const area = (code: string, name: string, n: number) =>
    ({ set: 'new', code, name, name_en: '', measures: { n } }) as unknown as Area;
  const areas = [
    area('1', 'Phường An Khánh', 5),
    area('2', 'Phường Khánh Hội', 9),
    area('Phường Sài Gòn', 'Phường Sài Gòn', 7),
  ];
  const answer = (...candidates: Candidate[]): Geocoded => ({ gazetteer: 1, candidates, parts: [] });
  const keys = (text: string, given?: Geocoded) => optionsOf(text, areas, given, meta, vi).map(o => o.key);

  it('has areas by name, with or without marks, above the addresses', () => {
    expect(keys('khanh')).toEqual(['area-1', 'area-2']);
    expect(keys('khánh h')).toEqual(['area-2']);
    expect(keys('khanh', answer(house))).toEqual(['area-1', 'area-2', 'address-0']);
  });

  it('does not list an area twice', () => {
    const { street, number, ...only } = { ...house, quality: 'area' as const };
    expect(keys('sai gon', answer(only))).toEqual(['area-Phường Sài Gòn']);
    expect(keys('phuong 1 q 1', answer(only))).toEqual(['address-0']);
    expect(keys('sai gon', answer(house))).toHaveLength(2);
  });
});

describe('the reason', () => {
  const unplaced = { gazetteer: 1, parts: [], unplaced: 'uncertain' as const };
  it('is said when there is nothing, or nothing but a guess', () => {
    expect(reasonOf({ ...unplaced, candidates: [] }, en)).toMatch(/^Not sure enough/);
    expect(reasonOf({ ...unplaced, candidates: [{ ...house, quality: 'none' }] }, vi)).toMatch(
      /^Chưa đủ chắc/,
    );
  });

  it('is not said of an area that is sure', () => {
    expect(reasonOf({ ...unplaced, candidates: [{ ...house, quality: 'area' }] }, en)).toBe('');
    expect(reasonOf(undefined, en)).toBe('');
  });
});
