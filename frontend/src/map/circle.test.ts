import { describe, expect, it } from 'vitest';
import { around, circle } from './circle';

/** The distance of two places in metres, on the sphere. */
function distance([lng1, lat1]: readonly [number, number], [lng2, lat2]: readonly [number, number]): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 +
    Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lng2 - lng1) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

describe('a circle', () => {
  it.each([25, 1014, 7835])('of %d m is closed and lies that far from its middle all round', radius => {
    const ring = circle(106.7, 10.8, radius);
    expect(ring.at(-1)).toEqual(ring[0]);
    for (const corner of ring) {
      const off = distance([106.7, 10.8], corner) / radius;
      expect(off).toBeGreaterThan(0.99);
      expect(off).toBeLessThan(1.01);
    }
  });

  it('is seen with as much again on every side', () => {
    const [west, south, east, north] = around({ lng: 106.7, lat: 10.8, radius: 500 });
    expect(distance([west, 10.8], [east, 10.8]) / 2000).toBeCloseTo(1, 1);
    expect(distance([106.7, south], [106.7, north]) / 2000).toBeCloseTo(1, 1);
  });
});
