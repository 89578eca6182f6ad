import { useComputed } from '@preact/signals';
import { useApp, useLocale } from '../app';
import { attributionOf } from './attribution';

/** Attribution says on the map whose water, roads and places, or whose base map, it shows. */
export function Attribution() {
  const app = useApp();
  const { t } = useLocale();
  const sources = useComputed(() => attributionOf(app)).value;
  if (!sources) return null;
  const text = t('ground.attribution', { sources });
  return (
    <p class="attribution" title={text}>
      {text}
    </p>
  );
}
