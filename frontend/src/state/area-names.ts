import { computed, type ReadonlySignal } from '@preact/signals';
import type { Api } from '../api/client';
import { type Resource, resource } from '../api/resource';
import type { AreaList, Named } from '../api/vocabulary';
import type { AppState } from './state';

/** The names of areas by set:code: of all in use, and of those that the filter names besides. */
export interface AreaNames {
  readonly names: ReadonlySignal<ReadonlyMap<string, Named>>;
  dispose(): void;
}

/** The most areas that are asked for one by one; links with more are not made by hand. */
const MOST_NAMED = 20;

/**
 * createAreaNames knows the names of a list of areas. A link may name areas of another set or
 * level too: these are asked for.
 */
export function createAreaNames(state: AppState, api: Api, list: Resource<AreaList>): AreaNames {
  const listed = computed(() => {
    const areas = list.data.value?.areas ?? [];
    return new Map<string, Named>(areas.map(area => [`${area.set}:${area.code}`, area]));
  });
  const others = resource(
    computed(() => {
      if (!list.data.value) return null;
      const refs = state.filter.value.areas.filter(ref => !listed.value.has(ref));
      return refs.length > 0 ? refs.slice(0, MOST_NAMED) : null;
    }),
    (refs, signal) => loadNames(api, refs, signal),
  );
  return {
    names: computed(() => new Map([...(others.data.value ?? []), ...listed.value])),
    dispose: others.dispose,
  };
}

/** The names of areas by themselves; one that is not there has none. */
async function loadNames(
  api: Api,
  refs: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Named>> {
  const answers = await Promise.allSettled(refs.map(ref => loadName(api, ref, signal)));
  return new Map(answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value] : [])));
}

async function loadName(api: Api, ref: string, signal: AbortSignal): Promise<[string, Named]> {
  const [set = '', code = ''] = ref.split(':');
  const { area } = await api.area(set, code, {}, signal);
  return [ref, area];
}
