import { useEffect } from 'preact/hooks';
import { useLocale } from '../app';
import type { Option } from './candidates';

interface SearchListProps {
  showing: boolean;
  options: readonly Option[];
  active: Option | undefined;
  /** A sentence below the options. */
  note: string;
  onChoose: (option: Option) => void;
}

/** SearchList is what the search has found, by kind. It stays in the document, so that aria-controls always names something. */
export function SearchList({ showing, options, active, note, onChoose }: SearchListProps) {
  const { t } = useLocale();
  useEffect(() => {
    if (active) document.getElementById(`found-${active.key}`)?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);
  const group = (kind: Option['kind'], label: string) => {
    const lines = options.filter(o => o.kind === kind);
    if (lines.length === 0) return null;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset does not belong into a list of options
      <div role="group" aria-label={label}>
        <div class="found-kind" aria-hidden="true">
          {label}
        </div>
        {lines.map(option => (
          <Line
            key={option.key}
            option={option}
            active={option.key === active?.key}
            onChoose={() => onChoose(option)}
          />
        ))}
      </div>
    );
  };
  return (
    <div class="found" hidden={!showing || (options.length === 0 && !note)}>
      <div id="search-found" role="listbox" aria-label={t('search.found')}>
        {group('area', t('search.areas'))}
        {group('address', t('search.addresses'))}
      </div>
      <p class="found-note" role="status">
        {note}
      </p>
    </div>
  );
}

function Line({ option, active, onChoose }: { option: Option; active: boolean; onChoose: () => void }) {
  const nowhere = option.kind === 'address' && !option.words.found;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
    <div
      id={`found-${option.key}`}
      role="option"
      aria-selected={active}
      aria-disabled={nowhere || undefined}
      onMouseDown={event => event.preventDefault()}
      onClick={onChoose}
    >
      {option.kind === 'area' ? <AreaLine option={option} /> : <AddressLine option={option} />}
    </div>
  );
}

function AreaLine({ option: { area } }: { option: Extract<Option, { kind: 'area' }> }) {
  const { name, format } = useLocale();
  return (
    <span class="found-area">
      <span>{name(area)}</span>
      <span class="number quiet">{format.count(area.measures?.n ?? 0)}</span>
    </span>
  );
}

function AddressLine({ option: { words } }: { option: Extract<Option, { kind: 'address' }> }) {
  return (
    <>
      <span class="found-title">{words.title}</span>
      {words.where && <span class="found-where">{words.where}</span>}
      <span class="found-how quiet">{words.how}</span>
    </>
  );
}
