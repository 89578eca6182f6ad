import { createServer } from 'node:net';
import lighthouse, { desktopConfig } from 'lighthouse';
import { Driver } from '../driver';

/** Points of a hundred, and what was found wrong. */
export interface Scores {
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly performance: number;
  readonly failed: readonly string[];
}

/** audit lets Lighthouse look at an address with this machine's own speed. */
export async function audit(url: string): Promise<Scores> {
  const port = await freePort();
  const d = await Driver.open({ flags: [`--remote-debugging-port=${port}`] });
  try {
    const categories = ['accessibility', 'best-practices', 'performance'];
    const result = await lighthouse(
      url,
      { port, logLevel: 'error', output: 'json', onlyCategories: categories, throttlingMethod: 'provided' },
      desktopConfig,
    );
    if (!result) throw new Error('Lighthouse gave no result');
    const { lhr } = result;
    const points = (id: string) => Math.round((lhr.categories[id]?.score ?? 0) * 100);
    const failed = Object.values(lhr.audits)
      .filter(a => a.score !== null && a.score < 0.9)
      .map(a => `${a.id}: ${a.title}`);
    return {
      accessibility: points('accessibility'),
      bestPractices: points('best-practices'),
      performance: points('performance'),
      failed,
    };
  } finally {
    await d.close();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
