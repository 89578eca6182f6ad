import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Files that gain from compression; fonts (woff2) and pictures are compressed already. */
const text = /\.(html|js|mjs|css|svg|json|txt|webmanifest)$/;

/**
 * Writes NAME.gz next to every text file of the build, so that the service sends
 * ready bytes and never compresses the page itself. The bytes depend on the
 * content alone: zlib writes no time into the header.
 */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    async writeBundle({ dir }) {
      if (!dir) return;
      const names = await readdir(dir, { recursive: true });
      await Promise.all(names.filter(name => text.test(name)).map(name => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const bytes = await promisify(gzip)(await readFile(path), { level: constants.Z_BEST_COMPRESSION });
  await writeFile(`${path}.gz`, bytes);
}
