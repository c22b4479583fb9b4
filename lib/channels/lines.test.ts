import { expect, it } from 'vitest'
import { safeLooks } from '@/lib/domain/messages/looks'
import { telegramHtml } from './telegram/looks'
import { marksOf } from './whatsapp/marks'

const HTML =
  '<p>Dear <strong>Ann </strong>&amp; <em><s>Bo</s></em>,</p><p></p><p>see <a href="https://x.test/a?b=1&amp;c">this</a> or <a href="https://x.test/">x.test</a><br>next &lt;line&gt;</p><ul><li><p>one</p><ul><li><p>deep</p></li></ul></li><li><p>two</p></li></ul><ol start="3"><li><p>three</p></li></ol><blockquote><p>a</p><p>b</p></blockquote><pre><code>x\n  y &lt; z</code></pre><p><code>end</code></p>'

it('writes looks as WhatsApp reads them', () => {
  expect(marksOf(HTML)).toBe(
    'Dear *Ann* & _~Bo~_,\n\nsee this (https://x.test/a?b=1&c) or x.test\nnext <line>\n- one\n  - deep\n- two\n3. three\n> a\n> b\n```\nx\n  y < z\n```\n`end`',
  )
})

it('writes looks as Telegram reads them', () => {
  expect(telegramHtml(HTML)).toBe(
    'Dear <b>Ann </b>&amp; <i><s>Bo</s></i>,\n\nsee <a href="https://x.test/a?b=1&amp;c">this</a> or <a href="https://x.test/">x.test</a>\nnext &lt;line&gt;\n• one\n  • deep\n• two\n3. three\n<blockquote>a\nb</blockquote>\n<pre>x\n  y &lt; z</pre>\n<code>end</code>',
  )
})

it('keeps of what was sent only what the editor makes, and nothing that runs', () => {
  const bad =
    '<p onclick="x()" style="position:fixed">Hi <b>you</b><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=x()></svg><style>p{}</style><iframe src="//x"></iframe></p><a href="javascript:alert(1)">a</a><a href="data:text/html,x">b</a><a href="//x.test">c</a><form action="//x"><input></form><h1>Big</h1>'
  expect(safeLooks(bad)).toBe('<p>Hi <strong>you</strong></p><a>a</a><a>b</a><a>c</a>Big')
  expect(safeLooks('<p>plain</p><p><br></p>')).toBeUndefined()
  expect(safeLooks('<p>\u0000a<strong>b</strong></p>')).toBe('<p>a<strong>b</strong></p>')
  expect(safeLooks('<div>'.repeat(50_000) + '<b>x</b>')?.length ?? 0).toBeLessThan(1000)
})

it('writes a wall of spaces in time', () => {
  const begun = performance.now()
  expect(marksOf(`<p><strong> a${' '.repeat(190_000)}b </strong></p>`)).toMatch(/^ \*a +b\* $/)
  expect(marksOf('<p>a<em>  </em>b</p>')).toBe('a  b')
  expect(performance.now() - begun).toBeLessThan(1_000)
})
