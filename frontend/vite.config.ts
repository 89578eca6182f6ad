import { defineConfig } from 'vitest/config';
import { precompress } from './build/precompress.ts';

/** Where `npm run dev` finds a running service. */
const service = process.env.DIEMNONG_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [precompress()],
  build: {
    target: 'es2022',
    // The map library alone is larger than the default limit; it is a chunk of its own.
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/tiles', '/styles'].map(path => [path, { target: service, changeOrigin: false }]),
    ),
  },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'] },
});
