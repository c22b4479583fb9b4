import { expect, it, vi } from 'vitest'
import type sanitizeHtml from 'sanitize-html'
import { parseMail } from './parse'
import { shownOf } from './shown'

const counted = vi.hoisted(() => ({ calls: 0, filters: 0 }))
vi.mock('sanitize-html', async (real) => {
  const { default: sanitize } = await real<{ default: typeof sanitizeHtml }>()
  const counting = (html: string, options: sanitizeHtml.IOptions) => {
    counted.calls++
    if (options.exclusiveFilter) counted.filters++
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

it('what is left out costs no more the more of it there is: quotes between words, spies between words', async () => {
  counted.filters = 0
  const many = (piece: string) => piece.repeat(Math.floor(500_000 / piece.length))
  const quotes = await shown(many('<p>new</p><p class="gmail_quote">old</p>'))
  expect(quotes.said).toContain('new')
  expect(quotes.said).not.toContain('old')
  expect((await shown(many('<p>x</p><img src="https://a.test/s.gif" width="1">'))).html ?? '').not.toContain('a.test')
  // Each copies all that stands before it: minutes for a mail of 2 MB.
  expect(counted.filters).toBe(0)
})

it('a quote is left out with all that is in it, other quotes too, and what stands on its two sides stays apart', async () => {
  const quote = '<blockquote type="cite">a<blockquote>b</blockquote><div class="gmail_quote">c</div>d</blockquote>'
  expect((await shown(`One${quote}Two<span class="gmail_signature">e</span>`)).said).toBe('One\nTwo')
  expect((await shown(`<p>One</p><blockquote class="left-out">mine</blockquote>&lt;blockquote class="left-out"&gt; gmail_`)).said).toBe(
    'One\n\nmine\n\n<blockquote class="left-out"> gmail_',
  )
  expect((await shown('Hi<p>there<h2>you</h2><ul><li><p>one</p></li><li><div>two</div></li></ul>at<blockquote>all</blockquote>')).said).toBe(
    'Hi\nthere\n\nyou\n\n• one\n\n• two\n\nat\nall',
  )
  expect((await shown(`<div class="gmail_quote">old<p>never closed`)).said).toBe('old\nnever closed')
  expect((await shown(`<hr class="gmail_quote">After`)).said).toBe('After')
})

it('HTML without a word says so, and shows none of its tags', async () => {
  for (const html of ['<td><td><td>', '<br><br>', '<p style="color:red"></p>', '<!-- x -->']) expect((await shown(html)).said, html).toBe('(no text)')
  expect((await shown('<p title="Hello there, it smokes')).said).toContain('it smokes')
})

it('no style and no picture is lost that is what it says; spies and broken styles are', async () => {
  const html = (
    await shown(
      '<p style="color:red;;font-family:\'a b\';/* x */;width:1px /* y;background:url(x)">x</p><img src="https://a.test/s.gif" width="1"><img src="cid:a" alt="b">',
    )
  ).html
  expect(html).toBe('<p style="color:red;font-family:\'a b\'">x</p><img src="cid:a" alt="b" />')
  const many = (await shown(`<b>x</b>${'<i style="color:red">y</i>'.repeat(12_000)}`)).html ?? ''
  expect(many.split('style=').length - 1).toBe(10_000)
})
