import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

const BEGIN = '<!-- figures of make bench-page: begin -->';
const END = '<!-- figures of make bench-page: end -->';

/** Report is the table of what was measured. */
export class Report {
  private readonly rows: string[] = [];
  private readonly load = loadavg()[0] ?? 0;

  /** Adds a figure; with a target, whether it was met. */
  row(
    name: string,
    value: number,
    unit: string,
    target?: number,
    bound: 'at most' | 'at least' = 'at most',
  ): void {
    this.add(name, written(value), unit, value, target, bound);
  }

  /** Adds figures as their median and the worst; the target is the median's. */
  spread(name: string, values: readonly number[], unit: string, target?: number): void {
    const sorted = [...values].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    this.add(
      name,
      `${written(median)} (worst ${written(sorted.at(-1) ?? Number.NaN)})`,
      unit,
      median,
      target,
      'at most',
    );
  }

  /** Prints the table, and keeps it in the file that DIEMNONG_MEASURE_STORE names. */
  async publish(): Promise<void> {
    const table = [
      `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpus()[0]?.model.trim()}), load average ${this.load.toFixed(1)} before.`,
      '',
      '| the page | measured | target |  |',
      '|---|--:|--:|---|',
      ...this.rows,
    ].join('\n');
    process.stdout.write(`\n${table}\n\n`);
    const file = process.env.DIEMNONG_MEASURE_STORE;
    if (file) await store(file, table);
  }

  private add(
    name: string,
    text: string,
    unit: string,
    value: number,
    target?: number,
    bound = 'at most',
  ): void {
    const met = target === undefined ? undefined : bound === 'at most' ? value <= target : value >= target;
    const sign = bound === 'at most' ? '≤' : '≥';
    const aim = target === undefined ? '' : `${sign} ${target} ${unit}`;
    this.rows.push(
      `| ${name} | ${text} ${unit} | ${aim} | ${met === undefined ? '' : met ? 'met' : 'missed'} |`,
    );
  }
}

function written(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

async function store(file: string, table: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${file} has no place for the table: ${BEGIN} … ${END}`);
  await writeFile(file, `${before}${BEGIN}\n${table}\n${END}${after}`);
}
