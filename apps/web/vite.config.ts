import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { contractFacts } from './build/contract-facts.js';
import { issuePages } from './build/issue-pages.js';

const api = process.env['DATAMIGRATE_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [contractFacts(), issuePages(), vue(), tailwindcss()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 4000 },
  worker: { format: 'es' },
  server: { proxy: Object.fromEntries(['/api', '/docs', '/openapi.json'].map((path) => [path, api])) },
});
