import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fictionalApi } from './dev/fictional-api.ts';

/**
 * The page is served by services/alerts under `default-src 'self'`: nothing is inlined, no data: URLs.
 * `npm run dev` talks to a running alerts service, `npm run fiction` to invented cases.
 */
export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'fiction' ? [fictionalApi()] : [])],
  build: { assetsInlineLimit: 0, target: 'es2023', modulePreload: { polyfill: false } },
  server: {
    port: 5173,
    ...(mode === 'fiction' ? {} : { proxy: { '/v1': process.env['VIGIE_API'] ?? 'http://127.0.0.1:8080' } }),
  },
}));
