import { computed, type ReadonlySignal } from '@preact/signals';
import type { TileJSON } from '../api/vocabulary';
import type { App } from '../app';
import { worstOf } from '../state/need';
import type { View } from '../state/view';
import { readTokens, tokensOf } from '../ui/tokens';
import { colourOf, isChange } from './colours';
import type { Context, Ground } from './ground';
import { markedComplaint } from './marked';
import type { Scene } from './mount';
import { pointPicture } from './points';
import type { Ranked } from './rank-marks';
import { fillPicture } from './surfaces';

/** Which window a map is of: the one in force, or the one that it is compared with. */
export type Side = 'now' | 'before';

/**
 * createScene is everything a map shows, from the signals. Each part of it
 * changes alone: moving the camera makes no new picture.
 */
export function createScene(app: App, side: Side = 'now'): ReadonlySignal<Scene> {
  const { state, queries, theme, keptInk: ink, locale } = app;
  const look = <K extends keyof View>(name: K) => computed(() => state.view.value[name]);
  const measure = look('measure');
  const selection = look('selection');
  const found = look('found');
  const tokens = computed(() => {
    theme.value; // what is read from the page follows it
    return readTokens(document.documentElement);
  });
  const ground = createGround(app);
  const ranked = computed(() => rankedAreas(app));
  const outlined = computed(() => ownArea(app) ?? ranked.value.map(area => area.code));
  const picture = computed(() => {
    const present = queries.tiles.data.value;
    const answer = side === 'now' ? present : queries.tilesBefore.data.value;
    // Both windows have the colours of the present one: equal colours are equal numbers.
    if (!answer || answer.layer !== present?.layer) return undefined;
    const inked = ink.value ?? theme.value;
    const colours = { theme: inked, tokens: tokensOf(inked) ?? tokens.value };
    const colour = colourOf(answer.layer, present.tiles, measure.value, colours);
    return fillPicture({ ...answer, colour, tokens: tokens.value, behindPoints: !isChange(answer.tiles) });
  });
  const points = computed(() => {
    const answer = (side === 'now' ? queries.points : queries.pointsBefore).data.value;
    if (!answer) return null;
    return pointPicture({ ...answer, tokens: tokens.value, truncated: locale.value.t('map.truncated') });
  });
  const complaint = computed(() => markedComplaint(app));
  return computed(() => ({
    ground: ground.value,
    picture: picture.value,
    points: points.value,
    outlined: outlined.value,
    ranked: ranked.value,
    selection: selection.value,
    found: found.value,
    complaint: complaint.value,
    tokens: tokens.value,
  }));
}

/** The area whose page it is, if its set is the one that is drawn. */
function ownArea({ state }: App): string[] | undefined {
  const { page } = state.view.value;
  return page.kind === 'area' && page.set === state.areas.value?.set.code ? [page.code] : undefined;
}

/** The areas that the wall names, with their numbers in its list. */
function rankedAreas({ state, queries, locale }: App): Ranked[] {
  const { page, scene } = state.view.value;
  if (page.kind !== 'wall' || scene !== 'worst') return [];
  const areas = queries.ranking.data.value?.areas ?? [];
  return worstOf(areas, state.meta.value.targets, locale.value.name).map(({ area: { code, label } }, i) => {
    const [lng = 0, lat = 0] = label;
    return { code, rank: i + 1, lng, lat };
  });
}

/**
 * What the data lies on; it changes only when another level, or another
 * context, is to be shown. A base map has water, roads and names of its own, and
 * the context steps aside.
 */
function createGround({ state, queries, locale, calm }: App): ReadonlySignal<Ground> {
  const english = computed(() => locale.value.language === 'en');
  // Meta comes anew with every revision; the base map stays what it was.
  const baseUrl = computed(() => state.meta.value.basemap?.url);
  const context = computed(() => {
    if (baseUrl.value) return null;
    // Roads and their names can wait for what the map is looked at for.
    return calm.value ? contextOf(queries.context.data.value) : undefined;
  });
  return computed(() => ({
    areas: queries.ground.data.value,
    named: calm.value,
    english: english.value,
    context: context.value,
    base: baseUrl.value ? state.meta.peek().basemap : undefined,
  }));
}

/** What the description of the context holds; null when there is nothing in it. */
function contextOf(described: TileJSON | undefined): Context | null | undefined {
  if (!described) return undefined;
  const layers = described.vector_layers.map(layer => layer.id);
  return layers.length > 0 ? { tiles: described, layers } : null;
}
