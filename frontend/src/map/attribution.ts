import type { App } from '../app';

/** attributionOf is what has to be said of what the map draws around the data: of a base map, else of the context. */
export function attributionOf({ state, queries }: App): string {
  const { basemap } = state.meta.value;
  if (basemap) return basemap.attribution;
  const context = queries.context.data.value;
  return context && context.vector_layers.length > 0 ? context.attribution : '';
}
