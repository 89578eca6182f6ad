import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { once } from './once';

describe('the first value', () => {
  it('is waited for, and nothing is looked at after it', async () => {
    const known = signal<string | undefined>(undefined);
    const ask = vi.fn(() => known.value);
    const first = once(ask);
    known.value = 'a';
    known.value = 'b';
    expect(await first).toBe('a');
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('may be there already', async () => {
    const known = signal(1);
    const ask = vi.fn(() => known.value);
    const first = once(ask);
    known.value = 2;
    expect(await first).toBe(1);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
