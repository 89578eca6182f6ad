import { describe, expect, it } from 'vitest';
import type { Pointed } from './pointing';
import { forget, hovered, middle, truncated } from './told';

describe('what the map tells', () => {
  it('is gone with the map', () => {
    hovered.value = {} as Pointed;
    middle.value = { pointed: null };
    truncated.value = 5000;
    forget();
    expect([hovered.value, middle.value, truncated.value]).toEqual([null, null, undefined]);
  });
});
