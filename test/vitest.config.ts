import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: { LC_ALL: 'C', TZ: 'UTC', NO_COLOR: '1' },
  },
});
