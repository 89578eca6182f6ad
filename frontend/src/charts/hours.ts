/** hourSteps are the lower bounds of a scale from 1 to the most, in even and round steps; at most `colours` of them. */
export function hourSteps(most: number, colours: number): number[] {
  if (most <= 0) return [];
  const step = roundUp(Math.ceil(most / colours));
  const steps = Math.ceil(most / step);
  return Array.from({ length: steps }, (_, i) => i * step + 1);
}

/** stepOf is the place of a count on a scale; −1 below it, where there is nothing. */
export function stepOf(n: number, steps: readonly number[]): number {
  return steps.filter(from => n >= from).length - 1;
}

/** The next number that reads well: 1, 2, 3, 4, 5, 6, 8 or 10, and their tenfold. */
function roundUp(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  const digit =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(d => d * power >= n && Number.isInteger(d * power)) ?? 10;
  return digit * power;
}

/** hourOfKey is the hour of the week of a key, "000" (Monday 0:00) to "167"; undefined for another key. */
export function hourOfKey(key: string | null | undefined): number | undefined {
  return key && /^(0\d\d|1[0-5]\d|16[0-7])$/.test(key) ? Number(key) : undefined;
}
