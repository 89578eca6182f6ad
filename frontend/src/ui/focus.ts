/**
 * focusNext moves the keyboard once the page is drawn anew: a button that removes itself must
 * not take the focus with it. The first place that is there gets it.
 */
export function focusNext(...places: readonly (() => HTMLElement | null | undefined)[]): void {
  requestAnimationFrame(() => {
    for (const find of places) {
      const element = find();
      if (!element) continue;
      element.focus();
      return;
    }
  });
}
