import type { App } from '../app';

/** attributionOf joins what has to be said of everything around the data that the map draws. */
export function attributionOf({ queries }: App): string {
  const context = queries.context.data.value;
  return context && context.vector_layers.length > 0 ? context.attribution : '';
}
