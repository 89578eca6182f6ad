import type { AreaDetail } from '../api/vocabulary';
import { useApp, useLocale } from '../app';
import { placeName } from './area-words';
import { Line, Thing } from './Thing';

/** The most relatives that stand in a line; a city's districts fold behind their number. */
const MOST_IN_LINE = 6;

/** AreaLinks lead from an area to the one that holds it, to those in it, and to what it was or became. */
export function AreaLinks({ detail }: { detail: AreaDetail }) {
  const { t, format } = useLocale();
  const { area, parent, children } = detail;
  const facts = [
    area.population && t('panel.area.residents', { n: format.count(area.population) }),
    area.area_km2 && format.surface(area.area_km2),
  ].filter(Boolean);
  return (
    <>
      {facts.length > 0 && <p class="quiet">{facts.join(' · ')}</p>}
      {parent && (
        <Line words={t('panel.area.parent')}>
          <Thing thing={parent} selection={{ kind: 'area', set: area.set, code: parent.code }} />
        </Line>
      )}
      <Folding words={t('panel.area.children')} count={children.length}>
        {children.map(child => (
          <Thing
            key={child.code}
            thing={child}
            selection={{ kind: 'area', set: area.set, code: child.code }}
          />
        ))}
      </Folding>
      <Related detail={detail} relation="successor" />
      <Related detail={detail} relation="predecessor" />
    </>
  );
}

/** The areas of other sets that it became, or came from; the map changes to their set. */
function Related({ detail, relation }: { detail: AreaDetail; relation: 'successor' | 'predecessor' }) {
  const { meta } = useApp().state;
  const { t, name } = useLocale();
  const related = detail.related.filter(r => r.relation === relation);
  return (
    <Folding words={t(`panel.related.${relation}`)} count={related.length}>
      {related.map(r => (
        <Thing
          key={`${r.set}:${r.code}`}
          thing={r}
          words={placeName(r, name, related)}
          selection={{ kind: 'area', set: r.set, code: r.code }}
          look={{ set: r.set === meta.value.default_set ? '' : r.set, level: '' }}
        />
      ))}
    </Folding>
  );
}

interface FoldingProps {
  words: string;
  count: number;
  children: preact.ComponentChildren;
}

/** A line of names, folded behind their number when there are many. */
function Folding({ words, count, children }: FoldingProps) {
  const { t, format } = useLocale();
  if (count === 0) return null;
  if (count <= MOST_IN_LINE) return <Line words={words}>{children}</Line>;
  return (
    <details class="links">
      <summary>
        <span class="quiet">{words}</span> {t('panel.area.count', { n: format.count(count) })}
      </summary>
      <div class="links-many">{children}</div>
    </details>
  );
}
