import { useEffect, useState } from 'preact/hooks';

/** How far outside of the view something counts as near: about a flick of the wheel. */
const MARGIN = '240px';

/** useNear tells whether an element is in view or about to be; a folded one is not. */
export function useNear(element: { readonly current: Element | null }): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const watch = new IntersectionObserver(
      entries => setNear(entries.at(-1)?.isIntersecting ?? false),
      // The scrolling panel clips its content: without being the root, its own margin would not count.
      { root: element.current.closest('.panel-body'), rootMargin: MARGIN },
    );
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return near;
}
