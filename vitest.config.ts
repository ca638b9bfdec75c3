import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      '@/': `${import.meta.dirname}/`,
      'server-only': `${import.meta.dirname}/scripts/empty.mjs`,
    },
  },
  test: {
    include: ['{app,bench,components,engine,lib,prisma,scripts,simulator}/**/*.test.{ts,tsx}', '*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
