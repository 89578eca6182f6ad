import { useApp, useLocale } from '../app';
import { isOnly, onlyOf, withoutOnly } from '../state/only';
import { AreaLinks } from './AreaLinks';
import type { Subject } from './figures';
import { Line, Thing } from './Thing';

/** SubjectLinks lead from what is selected to what it belongs to, and onto the map. */
export function SubjectLinks({ subject }: { subject: Subject }) {
  const { state } = useApp();
  const { selection } = state.view.value;
  return (
    <div class="subject-links">
      {subject.selected && subject.area && <AreaLinks detail={subject.area} />}
      {selection?.kind === 'category' && <FieldOfKind code={selection.code} />}
      {selection?.kind === 'agency' && <AgencyOverTime code={selection.code} />}
      <OnlyThis />
    </div>
  );
}

/** Turns the selection into a filter, so that the map shows nothing else, and back. */
function OnlyThis() {
  const { state } = useApp();
  const { t } = useLocale();
  const only = onlyOf(state.view.value.selection);
  if (!only) return null;
  const on = isOnly(state.filter.value, only);
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={on}
      title={on ? t('panel.only.back') : t('panel.only.why')}
      onClick={() => state.narrow(on ? withoutOnly(only) : only)}
    >
      {t('panel.only')}
    </button>
  );
}

function FieldOfKind({ code }: { code: string }) {
  const { meta } = useApp().state;
  const { t } = useLocale();
  const { categories, groups } = meta.value;
  const field = groups.find(g => g.code === categories.find(c => c.code === code)?.group);
  return field ? (
    <Line words={t('panel.category.field')}>
      <Thing thing={field} selection={{ kind: 'group', code: field.code }} />
    </Line>
  ) : null;
}

/** Agencies merge and change their names: what this one became, and what it came from. */
function AgencyOverTime({ code }: { code: string }) {
  const { agencies } = useApp().state.meta.value;
  const { t, format } = useLocale();
  const agency = agencies.find(a => a.code === code);
  const next = agencies.find(a => a.code === agency?.successor);
  const earlier = agencies.filter(a => a.successor === code);
  return (
    <>
      {agency?.valid_to && <Line words={t('panel.agency.until', { day: format.day(agency.valid_to) })} />}
      {next && (
        <Line words={t('panel.related.successor')}>
          <Thing thing={next} selection={{ kind: 'agency', code: next.code }} />
        </Line>
      )}
      {earlier.length > 0 && (
        <Line words={t('panel.related.predecessor')}>
          {earlier.map(a => (
            <Thing key={a.code} thing={a} selection={{ kind: 'agency', code: a.code }} />
          ))}
        </Line>
      )}
    </>
  );
}
