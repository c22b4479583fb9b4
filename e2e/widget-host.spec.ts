/** The chat inside pages that do as pages do: exchange their body, lead to the next one, stand in many tabs, open on phones. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures'
import { agent, box, chatOf, log, opener, openChat, say, test, text } from './sites'

type Host = Window & { Parley: { open(): void; close(): void } }

/** How frameworks exchange a page without loading one. */
const SWAPS: Record<string, () => void> = {
  'the body is replaced (Turbo, Astro, Livewire)': () => {
    const body = document.createElement('body')
    body.innerHTML = '<main><h1>The next page</h1></main>'
    document.body.replaceWith(body)
  },
  'the content of the body is replaced (htmx)': () => {
    document.body.innerHTML = '<main><h1>The next page</h1></main>'
  },
  'the whole document is replaced': () => {
    const html = document.createElement('html')
    html.innerHTML = '<head><title>Next</title></head><body><main><h1>The next page</h1></main></body>'
    document.replaceChild(html, document.documentElement)
  },
}

for (const [what, swap] of Object.entries(SWAPS))
  test(`the chat stays when ${what}`, async ({ open, sites }) => {
    const page = await open(null)
    const question = text()
    await openChat(page, sites.friend)
    await say(page, question)
    await expect(log(page).getByText(/Sent$/)).toBeVisible()
    await box(page).pressSequentially('half a thou')
    await page.evaluate(swap)
    await expect(page.getByRole('heading', { name: 'The next page' })).toBeVisible()
    await expect(log(page).getByText(question)).toBeVisible()
    await expect(box(page)).toHaveValue('half a thou')
    await page.evaluate(() => (window as unknown as Host).Parley.close())
    await expect(page.locator('iframe')).toBeHidden()
    await page.evaluate(swap)
    await page.evaluate(() => (window as unknown as Host).Parley.open())
    await expect(box(page)).toHaveValue('half a thou')
    await say(page, `${question} again`)
    await expect(log(page).getByText(`${question} again`)).toBeVisible()
    await expect(opener(page)).toHaveCount(1)
  })

test('the chat stays open on the next page, with what is half written, and does not take the focus there', async ({ open, sites }) => {
  const page = await open(null)
  await openChat(page, sites.friend)
  await box(page).pressSequentially('Do you have it in')
  await page.goto(`${sites.friend}/next`)
  await expect(box(page)).toHaveValue('Do you have it in')
  await expect(opener(page)).toHaveAttribute('aria-expanded', 'true')
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  await box(page).press('End')
  await box(page).pressSequentially(' oak?')
  await box(page).press('Enter')
  await expect(log(page).getByText('Do you have it in oak?')).toBeVisible()
  // Another tab of the same person begins closed and empty.
  const other = await page.context().newPage()
  await other.goto(sites.friend)
  await expect(opener(other)).toHaveAttribute('aria-expanded', 'false')
  await page.getByRole('button', { name: 'Close chat' }).first().click()
  await page.goto(sites.friend)
  await expect(opener(page)).toHaveAttribute('aria-expanded', 'false')
})

test('the Enter that confirms a word of an input method sends nothing', async ({ open, sites }) => {
  const page = await open(null)
  await openChat(page, sites.friend)
  await box(page).fill('日本')
  // Safari: the composition has ended, and only the old key code tells.
  const confirm = (init: { keyCode?: number; isComposing?: boolean }) =>
    box(page).evaluate((field: HTMLElement, how) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how })), init)
  expect(await confirm({ keyCode: 229 }), 'the field keeps the key').toBe(true)
  expect(await confirm({ isComposing: true })).toBe(true)
  await expect(box(page)).toHaveValue('日本')
  expect(await confirm({ keyCode: 13 })).toBe(false)
  await expect(box(page)).toHaveValue('')
  await expect(log(page).getByText('日本')).toBeVisible()
})

/** Counts the streams that this page holds. */
function streamsOf(page: Page): { open: number; asked: number } {
  const count = { open: 0, asked: 0 }
  const isStream = (url: string) => url.includes('/stream')
  page.on('request', (r) => {
    if (!isStream(r.url())) return
    count.open++
    count.asked++
  })
  page.on('requestfinished', (r) => isStream(r.url()) && count.open--)
  page.on('requestfailed', (r) => isStream(r.url()) && count.open--)
  return count
}

test('of many tabs one holds the stream, the last is served like the first, and another follows when it goes', async ({ open, server, sites }) => {
  const team = agent((await open('ana')).request, server)
  const first = await open(null)
  const streams = [streamsOf(first)]
  const question = text()
  await openChat(first, sites.friend)
  await say(first, question)
  await expect(log(first).getByText(/Sent$/)).toBeVisible()
  const tabs = [first]
  for (let i = 1; i < 8; i++) {
    const tab = await first.context().newPage()
    streams.push(streamsOf(tab))
    tabs.push(tab)
    await openChat(tab, sites.friend)
    await expect(log(tab).getByText(question), JSON.stringify([i, streams])).toBeVisible()
  }
  const last = tabs.at(-1) ?? first
  await say(last, `${question} from the last tab`)
  const [row] = await team.find(question)
  await team.reply(row?.id ?? 0, `${question} answered`)
  for (const tab of tabs) {
    await expect(log(tab).getByText(`${question} from the last tab`)).toHaveCount(1)
    await expect(log(tab).getByText(`${question} answered`)).toHaveCount(1)
  }
  expect(streams.reduce((n, s) => n + s.open, 0)).toBe(1)
  expect(streams[0]?.open).toBe(1)
  await first.close()
  await team.reply(row?.id ?? 0, `${question} and once more`)
  for (const tab of tabs.slice(1)) await expect(log(tab).getByText(`${question} and once more`)).toHaveCount(1)
})

test('a tab that begins in the background holds no stream until somebody looks at it', async ({ open, sites }) => {
  const first = await open(null)
  const question = text()
  await openChat(first, sites.friend)
  await say(first, question)
  await expect(log(first).getByText(/Sent$/)).toBeVisible()
  await first.close({ runBeforeUnload: false })
  const hidden = await first.context().newPage()
  const streams = streamsOf(hidden)
  await hidden.addInitScript(() => {
    const state = { now: 'hidden' }
    Object.defineProperty(document, 'visibilityState', { get: () => state.now })
    Object.assign(window, {
      show: () => {
        state.now = 'visible'
        document.dispatchEvent(new Event('visibilitychange'))
      },
    })
  })
  await openChat(hidden, sites.friend)
  await say(hidden, `${question} hidden`)
  // What is sent by itself needs no stream, and by the time it is sent a stream would have been asked for.
  await expect(log(hidden).getByText(/Sent$/)).toBeVisible()
  expect(streams.asked).toBe(0)
  const frame = hidden.frames().find((f) => f.url().includes('/widget/'))
  await frame?.evaluate(() => (window as unknown as { show(): void }).show())
  await expect.poll(() => streams.open).toBe(1)
  await expect(log(hidden).getByText(question, { exact: true })).toBeVisible()
})

/** A phone whose keyboard leaves `height` px, `top` px below where the page begins. */
const keyboard = (page: Page, height: number, top: number) =>
  page.evaluate(
    ([h, t]) => {
      const v = window.visualViewport as unknown as { area: { height: number; offsetTop: number } } & EventTarget
      v.area = { height: h ?? 0, offsetTop: t ?? 0 }
      v.dispatchEvent(new Event('resize'))
    },
    [height, top],
  )

test('on a phone the keyboard covers neither the header nor the field', async ({ open, sites }) => {
  const page = await open(null, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
  await page.addInitScript(() => {
    const area: { height: number | null; offsetTop: number } = { height: null, offsetTop: 0 }
    const v = Object.assign(new EventTarget(), { scale: 1, area })
    Object.defineProperties(v, { height: { get: () => v.area.height ?? window.innerHeight }, offsetTop: { get: () => v.area.offsetTop } })
    Object.defineProperty(window, 'visualViewport', { get: () => v })
  })
  await openChat(page, sites.friend)
  const frame = page.locator('iframe[title="Chat"]')
  expect(await frame.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 800 })
  await keyboard(page, 420, 90)
  await expect.poll(() => frame.boundingBox()).toEqual({ x: 0, y: 90, width: 390, height: 420 })
  const within = async (top: number, bottom: number) => {
    for (const part of [chatOf(page).getByRole('heading', { level: 1 }), box(page)]) {
      const at = await part.boundingBox()
      expect(at?.y).toBeGreaterThanOrEqual(top)
      expect((at?.y ?? 0) + (at?.height ?? 0)).toBeLessThanOrEqual(bottom)
    }
  }
  await within(90, 510)
  await keyboard(page, 800, 0)
  await expect.poll(() => frame.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 800 })

  // The same where the chat is a page of its own.
  const url =
    page
      .frames()
      .find((f) => f.url().includes('/widget/'))
      ?.url() ?? ''
  await page.goto(url)
  const field = page.getByRole('textbox', { name: 'Your message' })
  await expect(field).toBeVisible()
  await keyboard(page, 420, 90)
  await expect.poll(async () => (await page.getByRole('heading', { level: 1 }).boundingBox())?.y).toBeGreaterThanOrEqual(90)
  await expect.poll(async () => ((await field.boundingBox())?.y ?? 999) + ((await field.boundingBox())?.height ?? 0)).toBeLessThanOrEqual(510)
})
