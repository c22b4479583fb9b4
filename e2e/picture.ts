/** `npm run picture`: takes docs/inbox.png from the running product, with the demo workspace. */
import { chromium } from '@playwright/test'
import { browsers } from '../lib/host/browser.mjs'
import build from './build'
import { startServer } from './server'

await build()
const server = await startServer()
const [executablePath] = await browsers()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const context = await browser.newContext({ viewport: { width: 1360, height: 820 }, deviceScaleFactor: 1.5, locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  await page.goto(server.url)
  await page.getByLabel('Email').fill('ana@demo.example')
  await page.getByLabel('Password').fill(server.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/inbox/)
  await page
    .getByRole('link', { name: /Sofia Lindqvist|Priya Raman|Jonas Weber/ })
    .first()
    .click()
  await page.getByRole('log').waitFor()
  await page.getByRole('textbox', { name: /^Reply/ }).waitFor()
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.screenshot({ path: 'docs/inbox.png' })
  console.log('docs/inbox.png is taken.')
} finally {
  await browser.close()
  await server.close()
}
