import { afterEach, expect, it, vi } from 'vitest'

vi.mock('./browser.mjs', () => ({ browsers: async () => ['/nowhere/chromium'] }))
const { ensureBrowser } = await import('./ensure-browser.mjs')
afterEach(() => vi.restoreAllMocks())

it('without a Chromium, and with no way to one, answers none instead of ending the run', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const tried: string[] = []
  const way = (name: string) => async () => void tried.push(name)
  expect(
    await ensureBrowser([
      [null, way('here')],
      ['Fetching one', way('fetch')],
    ]),
  ).toBeNull()
  expect(tried).toEqual(['here', 'fetch'])
  // Nothing is claimed that is not tried.
  expect(said.mock.calls).toEqual([['  Fetching one']])
})
