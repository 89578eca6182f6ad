import { useId, useState } from 'preact/hooks';
import { useLocale } from '../app';
import { matches } from '../ui/fold';
import { Icon } from '../ui/Icon';

/** One choice of a facet; with children it is a branch that can be opened. */
export interface FacetItem {
  readonly code: string;
  readonly name: string;
  readonly count: number | undefined;
  readonly chosen: boolean;
  /** Some of the children are chosen, not all. */
  readonly partly?: boolean;
  readonly children?: readonly FacetItem[];
  readonly why?: string;
  readonly colour?: string;
}

interface Props {
  title: string;
  items: readonly FacetItem[];
  /** How many are shown before "more". */
  limit: number;
  onToggle: (item: FacetItem) => void;
  onClear: () => void;
}

/** A list this long gets a field to search in. */
const SEARCHABLE = 10;

/** Facet is a list of choices, many at once, with what each would give beside it. */
export function Facet({ title, items, limit, onToggle, onClear }: Props) {
  const { t, format } = useLocale();
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const id = useId();
  const chosen = countChosen(items);
  const found = search.trim() ? searched(items, search) : items;
  // What is chosen is always in sight, even when it is far down the list.
  const shown =
    all || search.trim() ? found : found.filter((item, i) => i < limit || item.chosen || item.partly);
  const hidden = found.length - shown.length;
  return (
    <section class="facet" aria-labelledby={id}>
      <header class="facet-head">
        <h3 id={id}>{title}</h3>
        {chosen > 0 && (
          <button
            type="button"
            class="quiet-button"
            aria-label={t('filters.clearOf', { facet: title })}
            onClick={onClear}
          >
            {t('filters.clearOne')} · {format.count(chosen)}
          </button>
        )}
      </header>
      {items.length > SEARCHABLE && (
        <input
          type="search"
          class="field"
          value={search}
          placeholder={t('filters.search', { facet: title.toLowerCase() })}
          aria-label={t('filters.search', { facet: title.toLowerCase() })}
          onInput={event => setSearch(event.currentTarget.value)}
        />
      )}
      <ul class="choices">
        {shown.map(item => (
          <Choice key={item.code} item={item} open={search.trim() !== ''} onToggle={onToggle} />
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">{t('filters.none')}</p>}
      {!search.trim() && (hidden > 0 || all) && items.length > limit && (
        <button type="button" class="quiet-button more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('filters.fewer') : t('filters.more', { n: format.count(hidden) })}
        </button>
      )}
    </section>
  );
}

function Choice({ item, open, onToggle }: { item: FacetItem; open: boolean; onToggle: Props['onToggle'] }) {
  const { format } = useLocale();
  const [opened, setOpened] = useState(false);
  const children = item.children ?? [];
  const showing = children.length > 0 && (opened || open || item.partly === true);
  return (
    <li>
      <div class="choice" data-empty={item.count === 0}>
        <label title={item.why}>
          <input
            type="checkbox"
            checked={item.chosen}
            ref={box => {
              if (box) box.indeterminate = item.partly === true;
            }}
            onChange={() => onToggle(item)}
          />
          {item.colour && <span class="dot" style={{ background: item.colour }} />}
          <span class="choice-name">{item.name}</span>
          <span class="number">{item.count === undefined ? '' : format.count(item.count)}</span>
        </label>
        {children.length > 1 && (
          <button
            type="button"
            class="branch"
            aria-expanded={showing}
            aria-label={item.name}
            onClick={() => setOpened(!showing)}
          >
            <Icon name="down" />
          </button>
        )}
      </div>
      {showing && (
        <ul class="choices inner">
          {children.map(child => (
            <Choice key={child.code} item={child} open={false} onToggle={onToggle} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The branches that match, or those of whose children some do, with these alone. */
function searched(items: readonly FacetItem[], search: string): FacetItem[] {
  return items.flatMap(item => {
    if (matches(item.name, search)) return [item];
    const children = item.children?.filter(child => matches(child.name, search)) ?? [];
    return children.length > 0 ? [{ ...item, children }] : [];
  });
}

function countChosen(items: readonly FacetItem[]): number {
  return items.reduce(
    (sum, item) => sum + (item.children ? item.children.filter(c => c.chosen).length : item.chosen ? 1 : 0),
    0,
  );
}
