import { CLASSES_BY_CONCERN, COMPARISONS, type Comparison, type Measures } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { comparedWindow } from '../state/comparison';
import { lengthInDays } from '../state/periods';
import { Explained } from '../ui/Explained';
import { Icon } from '../ui/Icon';
import { RollingNumber } from '../ui/RollingNumber';
import { beforeText, countChange } from './changes';
import type { Subject } from './figures';
import { KeyFigures } from './KeyFigures';
import { Missing } from './Missing';
import { SubjectLinks } from './SubjectLinks';
import { AreaPageLink } from './views/AreaPageLink';

/** Headline is the one big number with its change, and the few figures beside it. */
export function Headline({ subject }: { subject: Subject }) {
  const { t, format } = useLocale();
  const { measures } = subject;
  return (
    <section class="headline" data-subject={subject.kind}>
      <Heading subject={subject} />
      {measures ? (
        <>
          <p class="big">
            <strong>
              <RollingNumber value={measures.n} format={format.count} />
            </strong>
            <Explained
              term={t(measures.n === 1 ? 'figure.complaints.one' : 'figure.complaints.other')}
              why={t('measure.n.why')}
            />
          </p>
          {subject.kind !== 'cell' && <Comparing subject={subject} measures={measures} />}
          <ClassBar measures={measures} />
          <SubjectLinks subject={subject} />
          {measures.n > 0 && <KeyFigures subject={subject} measures={measures} />}
        </>
      ) : (
        <Missing subject={subject} />
      )}
    </section>
  );
}

function Heading({ subject }: { subject: Subject }) {
  const { state } = useApp();
  const { format } = useLocale();
  return (
    <header class="panel-head">
      <div class="heading">
        <h2>{subject.name}</h2>
        <p class="quiet">{subject.what}</p>
        <p class="quiet">{format.period(state.scope.value)}</p>
        <AreaPageLink />
      </div>
      {subject.selected ? <CloseButton name={subject.name} /> : <FoldButton />}
    </header>
  );
}

function CloseButton({ name }: { name: string }) {
  const { state } = useApp();
  const { t } = useLocale();
  return (
    <button
      type="button"
      class="quiet-button icon-only"
      aria-label={t('panel.back', { name })}
      title={t('panel.back', { name })}
      onClick={() => state.select(null)}
    >
      <Icon name="close" />
    </button>
  );
}

function FoldButton() {
  const { panels } = useApp();
  const { t } = useLocale();
  return (
    <button
      type="button"
      class="quiet-button icon-only fold-figures"
      aria-label={t('panel.hide')}
      title={t('panel.hide')}
      onClick={() => {
        panels.figures.value = false;
      }}
    >
      <Icon name="right" />
    </button>
  );
}

/** The change of the number, and the choice of what it is compared with. */
function Comparing({ subject, measures }: { subject: Subject; measures: Measures }) {
  const app = useApp();
  const locale = useLocale();
  const { t, format } = locale;
  const { from, to } = app.state.scope.value;
  if (!from || !to) return <p class="change quiet">{t('compare.needsWindow')}</p>;
  if (!comparedWindow(app.state)) {
    return (
      <p class="change quiet">
        <CompareWith lead={t('compare.unknown')} />
      </p>
    );
  }
  const { before } = subject;
  const change = before && countChange({ now: measures.n, before: before.total.n }, locale);
  const none = before ? t('compare.nothing') : '…';
  return (
    <p class="change">
      {change && before ? (
        <Explained
          plain
          term={<b>{change.text}</b>}
          why={`${format.count(measures.n)}: ${format.period({ from, to })}. ${beforeText(format.count(before.total.n), before, locale)}`}
        />
      ) : (
        <b>{none}</b>
      )}{' '}
      <CompareWith lead={t('compare.with')} />
    </p>
  );
}

/** The sentence goes on with what the number is compared with; it can be changed right there. */
function CompareWith({ lead }: { lead: string }) {
  const { state } = useApp();
  const { t, format } = useLocale();
  const { compare } = state.view.value;
  const days = lengthInDays(state.scope.value, state.meta.value.city.time_zone) ?? 0;
  const previousText = (n: number) =>
    n === 1 ? t('compare.previous.day') : t('compare.previous', { length: format.length(n) });
  const words = (mode: Comparison) => (mode === 'year' ? t('compare.year') : previousText(days));
  return (
    <label class="compare-with">
      <span>{lead} </span>
      <select
        value={compare}
        aria-label={t('compare.label')}
        onChange={event => state.look({ compare: event.currentTarget.value as Comparison })}
      >
        {COMPARISONS.map(mode => (
          <option key={mode} value={mode}>
            {words(mode)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The classes as one bar, the worst first, with their words below it. */
function ClassBar({ measures }: { measures: Measures }) {
  const { t, format } = useLocale();
  const parts = CLASSES_BY_CONCERN.filter(name => measures[name] > 0);
  return (
    <div class="classes">
      <div class="class-bar" aria-hidden="true">
        {parts.map(name => (
          <span key={name} style={{ flexGrow: measures[name], background: `var(--${name})` }} />
        ))}
      </div>
      <ul class="class-words">
        {parts.map(name => (
          <li key={name}>
            <span class="dot" style={{ background: `var(--${name})` }} />
            <Explained plain term={t(`class.${name}`)} why={t(`class.${name}.why`)} />{' '}
            <b>{format.count(measures[name])}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
