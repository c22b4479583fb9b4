import { defineConfig } from '@playwright/test'
import { browsers } from './lib/host/browser.mjs'

const [executablePath] = await browsers()

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/build.ts',
  // A worker is a server and a browser: two fit a small machine.
  workers: Number(process.env.PARLEY_WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // A journey that passes only when tried again hides a race: people meet it too.
  retries: 0,
  expect: { timeout: 10_000 },
  reporter: process.env.PARLEY_REPORT ? [['line'], ['json', { outputFile: process.env.PARLEY_REPORT }]] : 'line',
  use: {
    browserName: 'chromium',
    viewport: { width: 1360, height: 850 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
      ],
    },
  },
})
