import { describe, expect, it } from 'vitest';
import { remembered } from './remembered';

/** A browser's storage. */
function aStore() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  return { kept, store: () => store };
}

describe('a choice that is remembered', () => {
  it('is the default until it is made, and then what it was', () => {
    const { kept, store } = aStore();
    const first = remembered('keys', true, store);
    expect([first.value, kept.size]).toEqual([true, 0]);
    first.value = false;
    expect(remembered('keys', true, store).value).toBe(false);
    first.value = true;
    expect(remembered('keys', false, store).value).toBe(true);
  });

  it('holds for the page alone where nothing can be kept', () => {
    const choice = remembered('keys', true, () => {
      throw new DOMException('denied', 'SecurityError');
    });
    choice.value = false;
    expect(choice.value).toBe(false);
  });
});
