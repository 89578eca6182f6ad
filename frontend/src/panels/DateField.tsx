import { useId, useRef, useState } from 'preact/hooks';
import { useLocale } from '../app';
import type { Day } from '../state/days';
import { type Entry, readEntry } from '../state/entry';
import { Icon } from '../ui/Icon';

interface Props {
  label: string;
  /** What stands in the field while nobody types. */
  text: string;
  /** The day that the calendar opens on. */
  day: Day | undefined;
  /** Where a year is left out, it is the one of this day. */
  near: Day;
  calendarLabel: string;
  /** Takes what was typed or chosen; what it returns is wrong with it, in words. */
  onEntry: (entry: Exclude<Entry, { kind: 'fault' }>) => string | undefined;
}

/**
 * DateField is a field for a date, written as the city writes it whatever the
 * browser's own language: by hand, or from the browser's calendar.
 */
export function DateField({ label, text, day, near, calendarLabel, onEntry }: Props) {
  const { t } = useLocale();
  const id = useId();
  const [typed, setTyped] = useState<{ text: string; over: string; fault?: string }>();
  // What was typed is about the dates it was typed over: others from elsewhere end it.
  const draft = typed?.over === text ? typed : undefined;
  const take = (written: string) => {
    const entry = readEntry(written, near);
    const fault = entry.kind === 'fault' ? t(`time.fault.${entry.fault}`) : onEntry(entry);
    setTyped(fault ? { text: written, over: text, fault } : undefined);
  };
  return (
    <div class="date" data-hour={text.includes(':')}>
      <label for={id}>{label}</label>
      <span class="date-field">
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          class="field"
          placeholder={t('time.pattern')}
          value={draft?.text ?? text}
          aria-invalid={draft?.fault !== undefined}
          aria-describedby={draft?.fault ? `${id}-fault` : undefined}
          onInput={event => setTyped({ text: event.currentTarget.value, over: text })}
          onChange={event => take(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape' || !draft) return;
            event.preventDefault(); // it takes back what was typed, and nothing else
            setTyped(undefined);
          }}
        />
        <CalendarButton label={calendarLabel} day={day} onDay={take} />
      </span>
      {draft?.fault && (
        <p class="date-fault" id={`${id}-fault`} role="alert">
          {draft.fault}
        </p>
      )}
    </div>
  );
}

/** The browser's own calendar, without the field that the browser would write in its own way. */
function CalendarButton({
  label,
  day,
  onDay,
}: {
  label: string;
  day: Day | undefined;
  onDay: (day: Day) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="date"
        class="date-picker"
        tabIndex={-1}
        aria-hidden="true"
        value={day ?? ''}
        onChange={event => {
          if (event.currentTarget.value) onDay(event.currentTarget.value);
        }}
      />
      <button
        type="button"
        class="quiet-button icon-only"
        aria-label={label}
        title={label}
        onClick={() => picker.current?.showPicker()}
      >
        <Icon name="calendar" />
      </button>
    </>
  );
}
