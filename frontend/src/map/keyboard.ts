import type { Map as MapLibre } from 'maplibre-gl';

/** What the map's keyboard tells. */
export interface KeyboardEvents {
  /** The middle of the map is looked at by keyboard, and what is there has been drawn; or no longer is. */
  readonly onMiddle: (x: number, y: number) => void;
  readonly onLeave: () => void;
  /** The middle is chosen. */
  readonly onEnter: (x: number, y: number) => void;
}

/**
 * Keyboard lets the map be used without a pointer: the library's own keys move
 * it, a cross stands in its middle (ui/map.css, data-keyboard), what lies there is told whenever the map
 * has come to rest, and Enter chooses it.
 */
export class Keyboard {
  private readonly map: MapLibre;
  private readonly events: KeyboardEvents;
  private on = false;

  constructor(map: MapLibre, events: KeyboardEvents) {
    this.map = map;
    this.events = events;
    const canvas = map.getCanvas();
    canvas.addEventListener('focus', () => canvas.matches(':focus-visible') && this.turn(true));
    canvas.addEventListener('blur', () => this.turn(false));
    canvas.addEventListener('pointerdown', () => this.turn(false));
    canvas.addEventListener('keydown', event => this.press(event.key));
    map.on('idle', () => this.tell());
  }

  private press(key: string): void {
    if (['Shift', 'Control', 'Alt', 'Meta', 'Tab', 'Escape'].includes(key)) return;
    this.turn(true);
    if (key === 'Enter') this.events.onEnter(...this.middle());
  }

  private turn(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    this.map.getContainer().toggleAttribute('data-keyboard', on);
    if (on) this.tell();
    else this.events.onLeave();
  }

  private tell(): void {
    if (this.on) this.events.onMiddle(...this.middle());
  }

  private middle(): [x: number, y: number] {
    const { clientWidth, clientHeight } = this.map.getCanvas();
    return [clientWidth / 2, clientHeight / 2];
  }
}
