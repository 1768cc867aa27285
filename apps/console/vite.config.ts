/**
 * The one build of the house: the browser's console, into `dist`, from which the centre serves it.
 * Everything is bundled (fonts, worker, map library); nothing is fetched from elsewhere and nothing
 * is inlined, so that `script-src 'self'; style-src 'self'; font-src 'self'` holds.
 */

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome130',
    // A data: URL would need a hole in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
});
