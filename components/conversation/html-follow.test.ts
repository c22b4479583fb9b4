import { expect, it } from 'vitest'
import { followHtml, joinHtml } from './html-follow'

it('adds to the looks what was written in the plain field meanwhile', () => {
  const html = '<p>So <strong>much</strong></p>'
  expect(followHtml(html, 'So much', 'So much')).toBe(html)
  expect(followHtml(html, 'So much', 'So much more\n<b>')).toBe('<p>So <strong>much</strong> more</p><p>&#60;b&#62;</p>')
  expect(followHtml('<ul><li><p>a</p></li></ul>', '• a', '• a\nb')).toBe('<ul><li><p>a</p></li></ul><p>b</p>')
  expect(followHtml(html, 'So much', 'So')).toBeUndefined()
  expect(followHtml(undefined, 'a', 'ab')).toBeUndefined()
})

it('joins two answers', () => {
  expect(joinHtml({ body: 'a' }, { body: 'b' })).toBeUndefined()
  expect(joinHtml({ body: 'a', html: '<p><em>a</em></p>' }, { body: '1 < 2\n3' })).toBe('<p><em>a</em></p><p></p><p>1 &#60; 2</p><p>3</p>')
  expect(joinHtml({ body: 'a', html: '<p><em>a</em></p>' }, { body: '' })).toBe('<p><em>a</em></p>')
})
