import { Fragment, Slice } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, it } from 'vitest'
import { commands, setLink } from './commands'
import { cleanPasted } from './paste'
import { sliceOfText, tidySlice } from './paste-slice'
import { TAB } from './paste-tables'
import { linkFor, schema } from './schema'
import { selectionAt, selectionOf } from './selection'
import { docOf, plainOf } from './words'

const p = (...inside: Parameters<typeof schema.node>[2][]) => schema.node('paragraph', null, inside.flat() as never)
const item = (s: string) => schema.node('list_item', null, [p([schema.text(s)])])

it('says the same without looks', () => {
  const doc = schema.node('doc', null, [
    p([
      schema.text('See '),
      schema.text('the page', [schema.mark('link', { href: 'https://x.test/a' })]),
      schema.text(' or '),
      schema.text('x.test', [schema.mark('link', { href: 'https://x.test/' })]),
    ]),
    p([schema.text('one'), schema.node('hard_break'), schema.text('two', [schema.mark('strong')])]),
    schema.node('bullet_list', null, [item('a'), item('b')]),
    schema.node('ordered_list', { start: 3 }, [item('c'), item('d')]),
    schema.node('blockquote', null, [p([schema.text('q')]), schema.node('paragraph')]),
    schema.node('code_block', null, [schema.text('x\n  y')]),
  ])
  expect(plainOf(doc)).toBe('See the page (https://x.test/a) or x.test\none\ntwo\n• a\n• b\n3. c\n4. d\n> q\n>\nx\n  y')
})

it('takes plain words over with what is selected in them', () => {
  const body = 'one\n\nthree'
  const doc = docOf(body, undefined)
  expect(plainOf(doc)).toBe(body)
  for (let start = 0; start <= body.length; start++)
    for (let end = start; end <= body.length; end++) {
      const selection = { start: body.length - start, end: body.length - end }
      const begin = EditorState.create({ doc })
      const state = begin.apply(begin.tr.setSelection(selectionAt(doc, selection)))
      expect(selectionOf(state), body.slice(start, end)).toEqual(selection)
      expect(plainOf(state.apply(state.tr.insertText('X')).doc)).toBe(`${body.slice(0, start)}X${body.slice(end)}`)
    }
})

it('links only to where one may go', () => {
  expect(linkFor('example.com/x')).toBe('https://example.com/x')
  expect(linkFor('ann@x.test')).toBe('mailto:ann@x.test')
  expect(linkFor('localhost:3000/a')).toBe('https://localhost:3000/a')
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'two words', '']) expect(linkFor(bad), bad).toBeNull()
})

it('sets a link on what is selected and goes on behind it', () => {
  const doc = docOf('go here now', undefined)
  let state = EditorState.create({ doc, selection: TextSelection.create(doc, 4, 8) })
  const run = (href: string | null) => setLink(href)(state, (tr) => (state = state.apply(tr)))
  run('https://x.test')
  state = state.apply(state.tr.insertText('!'))
  expect(plainOf(state.doc)).toBe('go here (https://x.test)! now')
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 6)))
  run(null)
  expect(plainOf(state.doc)).toBe('go here! now')
})

it('makes a list and takes it back', () => {
  let state = EditorState.create({ doc: docOf('a', undefined) })
  const run = () => commands.bullet_list(state, (tr) => (state = state.apply(tr)))
  run()
  expect(plainOf(state.doc)).toBe('• a')
  run()
  expect(plainOf(state.doc)).toBe('a')
})

it('makes lists of what Word calls lists, and throws its own words away', () => {
  const word =
    "<html xmlns:o=x><head><style>p{color:red}</style></head><body><!--StartFragment--><p class=MsoListParagraphCxSpFirst style='mso-list:l0'><!--[if !supportLists]--><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><!--[endif]-->One<o:p></o:p></p><p class=MsoListParagraphCxSpLast><!--[if !supportLists]--><span>·</span><!--[endif]-->Two</p><p class=MsoListParagraph><!--[if !supportLists]-->1.<!--[endif]-->Three</p><!--EndFragment--></body></html>"
  expect(cleanPasted(word)).toContain('<ul><li>One</li><li>Two</li></ul><ol><li>Three</li></ol>')
  expect(cleanPasted('<p id=a onclick="x(1)" ONLOAD=y>go on=1</p>')).toBe('<p id=a>go on=1</p>')
  expect(cleanPasted(word)).not.toMatch(/style>|o:p|Fragment/)
  expect(cleanPasted('a<!-- x --><STYLE>p{}</STYLE>b<!-- c')).toBe('ab')
})

it.each([
  ['<div>one</div><div><br></div><div><br></div><div>two</div>', '<div>one</div><p><br></p><p><br></p><div>two</div>'],
  ['<div dir="ltr">one<div style="a:b"><br clear="all"></div>two</div>', '<div dir="ltr">one<p><br></p>two</div>'],
  ['<div>\n  <span style="c"><b>\n</b></span><br/>\n</div>', '<p><br></p>'],
  ['<div>one<br></div><div><br>two</div>', '<div>one<br></div><div><br>two</div>'],
])('an empty line of a mail program stays one: %s', (html, expected) => expect(cleanPasted(html)).toBe(expected))

it('keeps empty lines of plain words', () => {
  for (const text of ['one\n\ntwo', 'one\r\n\r\n\r\ntwo', '\none\n', 'a\tb\nc\td']) {
    const { content } = sliceOfText(text)
    expect(plainOf(schema.node('doc', null, content))).toBe(text.replace(/\r\n/g, '\n'))
  }
})

it('takes what programs write for an empty line as one', () => {
  const line = (...inside: Parameters<typeof p>) => p(...inside)
  const doc = Fragment.from([
    line([schema.text('a')]),
    line([schema.node('hard_break')]),
    line([schema.text('\u00a0')]),
    line([schema.text('b'), schema.node('hard_break')]),
  ])
  expect(plainOf(schema.node('doc', null, tidySlice(new Slice(doc, 0, 0)).content))).toBe('a\n\n\nb')
  // An empty row of a spreadsheet is the tabs between its cells.
  expect(plainOf(schema.node('doc', null, tidySlice(sliceOfText('a\t1\n\t\n\t\t\nb\t2')).content))).toBe('a\t1\n\t\n\t\t\nb\t2')
})

it.each([
  [
    'a spreadsheet',
    '<table><col><tr><td>Item</td><td>Price</td></tr><tr><td>Lamp<br>white</td><td><b>49</b></td></tr></table>',
    `<p>Item${TAB}Price</p><p>Lamp white${TAB}<b>49</b></p>`,
  ],
  ['cells without their ends', '<TABLE><TR><TD>a<TD>b<TR><TD>c<TD></TABLE>after', `<p>a${TAB}b</p><p>c${TAB}</p>after`],
  ['a cell over two', '<table><tr><th colspan="2">Sum</th><td>9</td></tr></table>', `<p>Sum${TAB}${TAB}9</p>`],
  ['one of Word, each cell a paragraph', '<table><tr><td><p class=MsoNormal>a</p></td><td><p>b</p></td></tr></table>', `<p>a${TAB}b</p>`],
  ['one that is layout', '<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>', '<div><p>a</p><p>b</p></div><div>c</div>'],
  ['one inside another', '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>', `<div><p>a${TAB}b</p></div>`],
  ['no table', 'x <td>y</td> z', 'x <td>y</td> z'],
])('makes lines of %s', (_, html, expected) => {
  expect(cleanPasted(html)).toBe(expected)
})

it.each(['<table><tr><td>', '<td>', '<p class="MsoList', '<!--', '<style', '<a', '<p class=MsoList><span style="', '<a on', '<!--[if !supportLists]-->'])(
  'cleans a page of nothing but %s',
  (bit) => {
    // Ten times as much takes ten times as long, not a hundred: measured against itself.
    const took = (n: number) => {
      const began = performance.now()
      cleanPasted(bit.repeat(n / bit.length))
      return performance.now() - began
    }
    took(20_000)
    const [small, large] = [took(20_000), took(200_000)]
    expect(large).toBeLessThan(Math.max(small, 5) * 40)
  },
)
