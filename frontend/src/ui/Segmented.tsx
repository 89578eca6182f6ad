import { useId } from 'preact/hooks';

interface Props<T extends string> {
  label: string;
  value: T | undefined;
  options: readonly { value: T; text: string; title?: string | undefined; disabled?: boolean }[];
  onChange: (value: T) => void;
}

/** Segmented is a choice of one among a few; arrows move in it as in any radio group. */
export function Segmented<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId();
  return (
    <div class="segmented" role="radiogroup" aria-label={label}>
      {options.map(option => (
        <label key={option.value} title={option.title} data-on={option.value === value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          <span>{option.text}</span>
        </label>
      ))}
    </div>
  );
}
