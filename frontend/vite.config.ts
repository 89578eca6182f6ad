import { defineConfig } from 'vitest/config';
import { chunks, maplibre } from './build/maplibre.ts';
import { precompress } from './build/precompress.ts';
import { preload } from './build/preload.ts';

/** Where `npm run dev` finds a running service. */
const service = process.env.DIEMNONG_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [maplibre(), preload(), precompress()],
  build: {
    target: 'es2022',
    // The libraries alone are larger than the default limit; they are chunks of their own.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: chunks() } },
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
