import { useMemo } from 'preact/hooks';
import { useApp, useLocale } from '../app';
import { BarsCard } from './BarsCard';
import { barsByField, barsByKey } from './bars';

/** FieldBars are the columns by field. */
export function FieldBars() {
  const { state, queries } = useApp();
  const { t, name } = useLocale();
  const rows = queries.categories.data.value?.rows;
  const meta = state.meta.value;
  const unknown = t('chart.unknown');
  const bars = useMemo(() => barsByField(rows ?? [], meta, name, unknown), [rows, meta, name, unknown]);
  return (
    <BarsCard
      id="group"
      name={t('chart.group')}
      bars={bars}
      question={queries.categories}
      select={code => ({ kind: 'group', code })}
    />
  );
}

/** KindBars are the columns by kind of complaint. */
export function KindBars() {
  const { queries } = useApp();
  const { t, name } = useLocale();
  const rows = queries.categories.data.value?.rows;
  const unknown = t('chart.unknown');
  const bars = useMemo(() => barsByKey(rows ?? [], name, unknown), [rows, name, unknown]);
  return (
    <BarsCard
      id="category"
      name={t('chart.category')}
      bars={bars}
      question={queries.categories}
      select={code => ({ kind: 'category', code })}
    />
  );
}

/** AgencyBars are the columns by agency. */
export function AgencyBars() {
  const { agencies } = useApp().queries.figures;
  const { t, name } = useLocale();
  const rows = agencies.data.value?.rows;
  const unknown = t('chart.unknown');
  const bars = useMemo(() => barsByKey(rows ?? [], name, unknown), [rows, name, unknown]);
  return (
    <BarsCard
      id="agency"
      card="agency"
      name={t('chart.agency')}
      bars={bars}
      question={agencies}
      select={code => ({ kind: 'agency', code })}
    />
  );
}

/** AreaBars are the columns by area: of the level in use, or of those in the area that is looked at. */
export function AreaBars() {
  const { areas } = useApp().queries.figures;
  const { t, name } = useLocale();
  const stats = areas.data.value;
  const unknown = t('chart.elsewhere');
  const bars = useMemo(() => barsByKey(stats?.rows ?? [], name, unknown), [stats, name, unknown]);
  return (
    <BarsCard
      id="area"
      card="area"
      name={t('chart.area')}
      bars={bars}
      question={areas}
      select={code => ({ kind: 'area', set: stats?.set ?? '', code })}
    />
  );
}
