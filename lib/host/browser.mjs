// Which Chromium the end-to-end tests drive.
import { existsSync } from 'node:fs'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** Its path: PARLEY_CHROMIUM, else Playwright's own, else the system's; null when there is none. */
export async function findBrowser() {
  if (process.env.PARLEY_CHROMIUM) return process.env.PARLEY_CHROMIUM
  const { chromium } = await import('@playwright/test')
  return [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path)) ?? null
}
