import { useState } from 'preact/hooks';
import { useLocale } from '../app';
import { Icon } from '../ui/Icon';
import { type FacetItem, searched, shortened } from './items';

/** A list this long gets a field to search in. */
const SEARCHABLE = 10;

interface Props {
  /** What is chosen from, as plain words. */
  title: string;
  items: readonly FacetItem[];
  /** How many are shown before "more". */
  limit: number;
  onToggle: (item: FacetItem) => void;
}

/** Choices are the list of a facet: many at once, with what each would give beside it. */
export function Choices({ title, items, limit, onToggle }: Props) {
  const { t, format } = useLocale();
  const [search, setSearch] = useState('');
  const [all, setAll] = useState(false);
  const searching = search.trim() !== '';
  const found = searched(items, search);
  const shown = all || searching ? found : shortened(found, limit);
  const hidden = found.length - shown.length;
  return (
    <>
      {items.length > SEARCHABLE && (
        <SearchField
          title={title}
          search={search}
          onSearch={setSearch}
          onEnter={() => {
            const [first] = found;
            if (searching && first) onToggle(firstMatch(first, search));
          }}
        />
      )}
      <ul class="choices">
        {shown.map(item => (
          <Choice key={item.code} item={item} open={searching} onToggle={onToggle} />
        ))}
      </ul>
      <p class="quiet" role="status">
        {searching && found.length === 0 && t('filters.none')}
      </p>
      {!searching && (hidden > 0 || all) && items.length > limit && (
        <button type="button" class="quiet-button more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('filters.fewer') : t('filters.more', { n: format.count(hidden) })}
        </button>
      )}
    </>
  );
}

/** A branch that is there for its children alone is not what was searched for: the first child is. */
function firstMatch(item: FacetItem, search: string): FacetItem {
  const [child] = item.children ?? [];
  const itself = searched([{ ...item, children: [] }], search).length > 0;
  return itself || !child ? item : child;
}

interface SearchProps {
  title: string;
  search: string;
  onSearch: (search: string) => void;
  onEnter: () => void;
}

/** The field of a long list: Enter takes the first that matches, Esc empties it. */
function SearchField({ title, search, onSearch, onEnter }: SearchProps) {
  const { t } = useLocale();
  const label = t('filters.search', { facet: title.toLowerCase() });
  return (
    <input
      type="search"
      class="field"
      value={search}
      placeholder={label}
      aria-label={label}
      onInput={event => onSearch(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter') onEnter();
        if (event.key !== 'Escape' || search === '') return;
        // One step back is enough: the page's own would come after it.
        event.preventDefault();
        onSearch('');
      }}
    />
  );
}

interface ChoiceProps {
  item: FacetItem;
  /** Shows the children of a branch, whether it was opened or not. */
  open: boolean;
  onToggle: Props['onToggle'];
}

function Choice({ item, open, onToggle }: ChoiceProps) {
  const { t, format } = useLocale();
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
            aria-label={t('filters.kindsOf', { field: item.name })}
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
