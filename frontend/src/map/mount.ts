import type { Found } from '../state/found';
import type { Bounds } from '../state/home';
import type { Selection } from '../state/selection';
import type { Camera } from '../state/view';
import type { Tokens } from '../ui/tokens';
import type { MarkedComplaint } from './complaint-mark';
import type { Ground } from './ground';
import type { Pointed } from './pointing';
import type { Ranked } from './rank-marks';
import type { Picture } from './swap';

/** What the map shows. What is undefined stays as it is. */
export interface Scene {
  readonly ground: Ground;
  readonly picture: Picture | undefined;
  /** Single complaints; null draws none. */
  readonly points: Picture | null | undefined;
  /** The areas that have an outline for good: the one whose page it is, or those with a number. */
  readonly outlined: readonly string[];
  /** Areas with a number, as in a list beside the map. */
  readonly ranked: readonly Ranked[];
  readonly selection: Selection | null;
  readonly found: Found | null;
  /** The chosen complaint with its neighbours. */
  readonly complaint: MarkedComplaint | null;
  readonly tokens: Tokens;
}

/** What the map tells. */
export interface Events {
  readonly onSelect: (pointed: Pointed | null) => void;
  readonly onHover: (pointed: Pointed | null) => void;
  /** What is in the middle, if anything is, while the keyboard moves the map; undefined when it no longer does. */
  readonly onMiddle: (pointed: Pointed | null | undefined) => void;
  /** The camera has come to rest, and the size of the map in zoom levels. */
  readonly onCamera: (camera: Camera) => void;
  /** New tiles are seen, or the camera shows others: what is known of a cell may have changed. */
  readonly onSettled: () => void;
}

/** A map to be mounted. */
export interface Mount {
  readonly container: HTMLElement;
  /** A camera, or bounds to be seen whole. */
  readonly start: Camera | Bounds;
  /** Whether nothing may lie on those bounds. */
  readonly clear?: boolean;
  readonly tokens: Tokens;
  /** The name on the canvas; empty for a map that others speak for. */
  readonly label: string;
  /** Without them the map is a picture that nobody can move. */
  readonly events: Events | undefined;
}

/** A feature that is drawn, for tests. */
export interface Drawn {
  readonly layer: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What a surface is filled with. */
  readonly colour?: string;
}
