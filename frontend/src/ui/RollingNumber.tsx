import { useEffect, useRef, useState } from 'preact/hooks';

const ROLL_MS = 350;

/**
 * RollingNumber rolls from the old value to the new in place. Readers of the
 * screen hear the final value alone, and who wants less motion sees it at once.
 */
export function RollingNumber({ value, format }: { value: number; format: (n: number) => string }) {
  const [seen, setSeen] = useState(value);
  const last = useRef(value);
  useEffect(() => {
    const from = last.current;
    if (from === value || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      last.current = value;
      setSeen(value);
      return;
    }
    const start = performance.now();
    let frame = requestAnimationFrame(function roll(now) {
      const part = Math.min(1, (now - start) / ROLL_MS);
      const eased = 1 - (1 - part) ** 3;
      const rolled = from + (value - from) * eased;
      // Counts roll in whole steps, shares and times in parts.
      last.current = Number.isInteger(value) && part < 1 ? Math.round(rolled) : rolled;
      setSeen(last.current);
      if (part < 1) frame = requestAnimationFrame(roll);
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return (
    <span class="rolling" data-value={value}>
      <span aria-hidden="true">{format(seen)}</span>
      <span class="unseen">{format(value)}</span>
    </span>
  );
}
