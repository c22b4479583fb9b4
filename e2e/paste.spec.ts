/** What office programs and spreadsheets put on the clipboard, pasted by the keys into every field that takes words. */
import type { Page } from '@playwright/test'
import { expect } from './fixtures'
import { box, log as chatLog, openChat, test } from './sites'

type Copied = { html: string; text: string }

/** A letter as Word copies it: conditional comments, styles, Office's own tags, a list as paragraphs, empty lines as hard spaces. */
const LETTER: Copied = {
  html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal>Dear <b>Ann</b>,<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>the lamp costs 49&nbsp;€.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>oak<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Ana<o:p></o:p></p><!--EndFragment--></body></html>`,
  text: 'Dear Ann,\r\n\r\nthe lamp costs 49\u00a0€.\r\n·\toak\r\n\r\nAna\r\n',
}
/** Cells as Excel copies them. */
const CELLS: Copied = {
  html: `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--table {mso-displayed-decimal-separator:"\\.";}--></style></head><body><table border=0><!--StartFragment--><col width=64><tr height=20><td class=xl65>Lamp</td><td align=right>49</td></tr><tr height=20><td></td><td></td></tr><tr height=20><td>Oak &amp; ash</td><td align=right>1,250.50</td></tr><!--EndFragment--></table></body></html>`,
  text: 'Lamp\t49\r\n\t\r\nOak & ash\t1,250.50\r\n',
}
/** Lines as mail programs and pages of the web copy them. */
const PAGE: Copied = { html: '<div>one</div><div><br></div><div><br></div><div>two</div>', text: 'one\n\n\ntwo' }
const MAIL: Copied = { html: '<div dir="ltr">one<div><br clear="all"></div><div><span><br></span></div><div>two<br></div></div>', text: 'one\n\n\ntwo\n' }
/** As Google Docs copies paragraphs, the empty ones as breaks between them. */
const DOCS: Copied = {
  html: '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">one</span></p><br><p dir="ltr"><span style="font-weight:700">two</span></p></b>',
  text: 'one\n\ntwo',
}

/** Puts it on the clipboard as the program did: a copy of the page's own would be cleaned by the browser. */
async function copy(page: Page, copied: Copied) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(({ html, text }) => {
    addEventListener(
      'copy',
      (e) => {
        e.preventDefault()
        e.clipboardData?.setData('text/html', html)
        e.clipboardData?.setData('text/plain', text)
      },
      { once: true, capture: true },
    )
    document.execCommand('copy')
  }, copied)
}

const unix = (text: string) => text.replaceAll('\r\n', '\n')
const rows = (page: Page) => page.locator('#list [data-row]')

for (const mode of ['reply', 'note'] as const)
  test(`the field of a ${mode} keeps the words, the lines and the tabs of what is pasted`, async ({ open }) => {
    const ana = await open('ana')
    await ana.goto('/inbox?view=all&channel=whatsapp')
    await rows(ana).first().click()
    await expect(ana.getByRole('log').getByRole('article').first()).toBeVisible()
    const field = ana.getByRole('textbox', { name: mode === 'note' ? 'Private note' : 'Reply' })
    for (const copied of [LETTER, CELLS, PAGE, MAIL]) {
      await copy(ana, copied)
      await ana.getByRole('log').focus()
      await ana.keyboard.press(mode === 'note' ? 'n' : 'r')
      await expect(field).toBeFocused()
      await ana.keyboard.press('Control+v')
      await expect(field).toHaveValue(unix(copied.text))
      if (mode === 'note') {
        await ana.keyboard.press('Control+Enter')
        await expect(field).toHaveValue('')
        const shown = ana.getByRole('log').getByRole('article').last()
        await expect.poll(() => shown.innerText()).toContain(unix(copied.text).trim())
      } else await field.fill('')
      await field.press('Escape')
    }
  })

test('the rich field keeps the words, the lines and the tabs of what is pasted, also without its looks', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all&channel=email')
  await rows(ana).first().click()
  const field = ana.getByRole('textbox', { name: 'Reply' })
  await expect(ana.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
  const lines = () => field.evaluate((el) => [...el.querySelectorAll('p')].map((p) => (p.textContent ?? '').replaceAll('\u00a0', ' ')))
  const expected: [Copied, string[]][] = [
    [LETTER, ['Dear Ann,', '', 'the lamp costs 49 €.', 'oak', '', 'Ana']],
    [CELLS, ['Lamp\t49', '\t', 'Oak & ash\t1,250.50']],
    [PAGE, ['one', '', '', 'two']],
    [MAIL, ['one', '', '', 'two']],
    [DOCS, ['one', '', 'two']],
  ]
  for (const [copied, paragraphs] of expected) {
    await copy(ana, copied)
    await field.click()
    await ana.keyboard.press('Control+a')
    await ana.keyboard.press('Delete')
    await ana.keyboard.press('Control+v')
    await expect.poll(lines).toEqual(paragraphs)
    await ana.keyboard.press('Control+a')
    await ana.keyboard.press('Delete')
    await ana.keyboard.press('Control+Shift+v')
    // Paragraphs of plain words: a list's sign and the break at the end are part of them.
    await expect.poll(async () => (await lines()).join('\n').trim()).toBe(unix(copied.text).replaceAll('\u00a0', ' ').trim())
  }
  await copy(ana, LETTER)
  await ana.keyboard.press('Control+a')
  await ana.keyboard.press('Delete')
  await ana.keyboard.press('Control+v')
  await expect(field.locator('strong')).toHaveText('Ann')
  await expect(field.locator('li')).toHaveText('oak')
  await ana.keyboard.press('Control+a')
  await ana.keyboard.press('Delete')
})

test('the field of the chat keeps the words, the lines and the tabs, and so does what the team sees', async ({ open, sites }) => {
  const page = await open(null)
  await openChat(page, sites.friend)
  for (const copied of [LETTER, CELLS, PAGE, MAIL]) {
    await copy(page, copied)
    await box(page).click()
    await page.keyboard.press('Control+v')
    await expect(box(page)).toHaveValue(unix(copied.text))
    await box(page).press('Enter')
    await expect(box(page)).toHaveValue('')
    await expect.poll(() => chatLog(page).getByRole('article').last().innerText()).toContain(unix(copied.text).trim())
  }
})
