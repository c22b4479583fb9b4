/** Keys pressed to write never act: from the key that begins to write, every key is text, and none of it is lost. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

/** Every letter that is a shortcut by itself or in a pair, and the space. */
const LETTERS = 'jkozrnqambhyexspudtcigi/? '
const RUNS = 200
const BATCHES = 8

type Run = { key: string; where: 'list' | 'thread'; isCold: boolean; isSlow: boolean; pace: number; text: string; pick: number }

/** Mulberry32: the same runs each time. */
function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function runsOf(batch: number): Run[] {
  const next = random(1000 + batch)
  const below = (n: number) => Math.floor(next() * n)
  return Array.from({ length: RUNS / BATCHES }, () => {
    const letters = Array.from({ length: 8 + below(7) }, () => LETTERS[below(LETTERS.length)]).join('')
    return {
      key: 'rrrnnnqabt'[below(10)] ?? 'r',
      where: next() < 0.5 ? 'list' : 'thread',
      isCold: next() < 0.25,
      isSlow: next() < 0.5,
      pace: 20 + below(71),
      text: letters.replace(/ +/g, ' ').trim(),
      pick: below(1000),
    }
  })
}

/** What changes state by itself: a conversation that is opened is read, a field that is cleared is a draft discarded. */
const EXPECTED = new Set<string | undefined>(['read', 'draft_discarded'])

/** Everything else that changed since event `after`. */
async function actsAfter(page: Page, after: number): Promise<unknown[]> {
  const { events } = (await (await page.request.get(`/api/ui/events?after=${after}&limit=500`)).json()) as { events: { kind: string; data: { what?: string } }[] }
  return events.filter((e) => !(e.kind === 'conversation.personal_changed' && EXPECTED.has(e.data.what)) && e.kind !== 'conversation.seen')
}
const newest = async (page: Page) => ((await (await page.request.get('/api/ui/conversations?limit=1')).json()) as { seq: number }).seq

/** The words of the field that has the focus; null where it is none. */
const written = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement) return at.id === 'type-ahead' ? null : at.value
    return at instanceof HTMLElement && at.isContentEditable ? at.innerText.replace(/\n$/, '') : null
  })

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

async function one(page: Page, run: Run, slow: { ms: number }): Promise<void> {
  const said = JSON.stringify(run)
  slow.ms = run.isSlow ? 400 : 0
  if (run.isCold) await page.goto('/inbox?view=all', { waitUntil: 'commit' })
  const rows = page.locator('#list [data-row]')
  await expect(rows.nth(9)).toBeVisible()
  const row = rows.nth(run.pick % 10)
  const id = Number(await row.getAttribute('data-row'))
  await row.focus()
  if (run.where === 'thread') {
    await page.keyboard.press('Enter')
    if (!run.isCold) await expect(page.locator(`[data-conversation="${id}"]`)).toBeVisible()
  }
  await page.keyboard.press(run.key)
  await page.keyboard.type(run.text, { delay: run.pace })

  await expect.poll(() => written(page), `${said} in ${id}`).toBe(run.text)
  if (run.key !== 't') expect(page.url()).toContain(`/inbox/c/${id}?view=all`)
  const label = { r: /^(Reply|Message)$/, q: /^(Reply|Message)$/, n: /^(Private note|Message)$/, a: /^Search people/, b: /^Find a time/, t: /^/ }[run.key]
  expect(await focused(page)).toMatch(label ?? /^/)

  // Cleared for the next run; each Escape closes one layer, the last leads back to the list.
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Backspace')
  await expect.poll(() => written(page)).toBe('')
  if (run.key === 'b' || run.key === 't' || run.key === 'a') {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    if (run.key === 't') await row.focus()
  } else {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('log'), said).toBeFocused()
  }
  await page.keyboard.press('Escape')
  await expect(page, said).toHaveURL(/\/inbox\?view=all$/)
}

for (let batch = 0; batch < BATCHES; batch++)
  test(`what is typed after a key that writes is text (${batch + 1} of ${BATCHES})`, async ({ open }) => {
    test.setTimeout(600_000)
    const ana = await open('ana')
    const slow = { ms: 0 }
    // A slow line, for code and data alike.
    await ana.route(/\/_next\/static\/|\/open\b|\/inbox\/c\//, async (route) => {
      if (slow.ms > 0) await new Promise((r) => setTimeout(r, slow.ms))
      await route.continue().catch(() => {})
    })
    await ana.goto('/inbox?view=all')
    const before = await newest(ana)
    for (const run of runsOf(batch)) {
      await one(ana, run, slow)
      expect(await actsAfter(ana, before), JSON.stringify(run)).toEqual([])
    }
  })
