import { defineConfig } from '@playwright/test';
import { installedBrowser } from './scripts/steps/browser.mjs';

/**
 * Browser tests, in a real Chromium against what is built. Each worker starts a demo lab of its own (e2e/lab.ts);
 * the browser is CHROME_PATH, else an installed one, else Playwright's own.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    viewport: { width: 1440, height: 1000 },
    colorScheme: 'dark',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: installedBrowser() ?? undefined,
      // Chromium refuses its sandbox to root, which is what containers and CI run as.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
