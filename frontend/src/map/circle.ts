import type { Bounds } from '../state/home';

/** Corners of a drawn circle: no edge is seen at the sizes of this map. */
const CORNERS = 72;
/** Metres of a degree of latitude. */
const METRES = 111_320;

/** A zoom that shows a house and the streets around it: no place is looked at from nearer. */
export const NEAREST = 16;

/** circle is a closed ring of points `radius` metres from a place, longitude first. */
export function circle(lng: number, lat: number, radius: number): [number, number][] {
  const [width, height] = degreesOf(lat, radius);
  return Array.from({ length: CORNERS + 1 }, (_, i) => {
    const angle = (2 * Math.PI * (i % CORNERS)) / CORNERS;
    return [lng + width * Math.cos(angle), lat + height * Math.sin(angle)];
  });
}

/** around is what is seen of a place: its circle, and as much again on every side. */
export function around({ lng, lat, radius }: { lng: number; lat: number; radius: number }): Bounds {
  const [width, height] = degreesOf(lat, 2 * radius);
  return [lng - width, lat - height, lng + width, lat + height];
}

/** A distance in degrees of longitude and of latitude, near enough within a city. */
function degreesOf(lat: number, metres: number): [number, number] {
  const height = metres / METRES;
  return [height / Math.cos((lat * Math.PI) / 180), height];
}
