import { expect, it, vi } from 'vitest'
import type sanitizeHtml from 'sanitize-html'
import { parseMail } from './parse'
import { shownOf } from './shown'

const counted = vi.hoisted(() => ({ calls: 0 }))
vi.mock('sanitize-html', async (real) => {
  const { default: sanitize } = await real<{ default: typeof sanitizeHtml }>()
  const counting = (html: string, options: sanitizeHtml.IOptions) => {
    counted.calls++
    return sanitize(html, options)
  }
  return { default: counting }
})

const shown = async (html: string) => shownOf(await parseMail(Buffer.from(`From: a@b.test\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`)))

it('an HTML mail in which nothing is marked as a quote is taken apart once for its text and once for its look', async () => {
  for (const html of ['<p>Hello</p><p>Bye</p>', '>'.repeat(2000), '<'.repeat(2000), '<p>Hi</p><blockquote>mine</blockquote>']) {
    counted.calls = 0
    await shown(html)
    expect(counted.calls, html.slice(0, 40)).toBe(2)
  }
})

it('what a program marked as quoted is folded, and what only its words tell too', async () => {
  for (const quote of [
    '<div class="gmail_quote">On Friday<blockquote>Old</blockquote></div>',
    '<blockquote type="cite">Old</blockquote>',
    '<div style="border:none;border-top:solid #ccc 1px">Old</div>',
    '<div id="divRplyFwdMsg">Old</div>',
    '<p>On Mon, 3 Mar 2025 at 10:12, Ann &lt;ann@x.test&gt; wrote:</p><p>&gt; Old</p>',
  ])
    expect(await shown(`<p>New</p>${quote}`), quote).toMatchObject({ said: 'New', whole: expect.stringContaining('Old') })
})
