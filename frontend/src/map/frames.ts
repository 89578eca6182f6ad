import type { Map as MapLibre } from 'maplibre-gl';

/**
 * Frames leaves frames undrawn that would show what is seen already. MapLibre
 * takes a frame to ask for tiles and one for each of them that comes, and draws
 * the whole map in every one: with a graphics card that is nothing, without one
 * a tenth of a second each, in which the tiles that have come are waiting.
 * Everything else of such a frame happens: what it would have shown, the next
 * one does.
 */
export class Frames {
  private readonly map: MapLibre;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private until = 0;

  constructor(map: MapLibre) {
    this.map = map;
    const { painter } = map;
    const draw = painter.render.bind(painter);
    painter.render = (...frame) => {
      if (this.timer === undefined || map.isMoving()) draw(...frame);
    };
    // A canvas of another size is an empty one.
    map.on('resize', () => this.draw());
    map.on('remove', () => clearTimeout(this.timer));
  }

  /** Draws nothing until draw is called, the map moves, or so much time has gone by. */
  hold(longestMs: number): void {
    const until = performance.now() + longestMs;
    if (this.timer !== undefined && until <= this.until) return;
    clearTimeout(this.timer);
    this.until = until;
    this.timer = setTimeout(() => this.draw(), longestMs);
  }

  /** Draws again, beginning with the next frame. */
  draw(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.map.triggerRepaint();
  }
}
