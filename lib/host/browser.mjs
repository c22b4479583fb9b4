// Which Chromium the end-to-end tests drive.
import { existsSync } from 'node:fs'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Paths of those that are there, best first: PARLEY_CHROMIUM, Playwright's own, the system's. */
export async function browsers() {
  const { chromium } = await import('@playwright/test')
  return [process.env.PARLEY_CHROMIUM ?? '', chromium.executablePath(), ...SYSTEM].filter((path) => path !== '' && existsSync(path))
}
