/** While the editor is on its way the plain field is written in: what is added there is added to the looks as well. Pure. */

const escape = (s: string) => s.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)

/** The looks of `now`, whose former words `was` looked like `html`; undefined where what was there was changed: then it is plain. */
export function followHtml(html: string | undefined, was: string, now: string): string | undefined {
  if (html === undefined || now === was) return html
  if (!now.startsWith(was)) return undefined
  const [first = '', ...lines] = now.slice(was.length).split('\n')
  const begun = html.endsWith('</p>') ? `${html.slice(0, -4)}${escape(first)}</p>` : `${html}${first === '' ? '' : `<p>${escape(first)}</p>`}`
  return begun + lines.map((l) => `<p>${escape(l)}</p>`).join('')
}

type Said = { body: string; html?: string }

/** The looks of two answers made one, an empty line between them; undefined when neither has any. */
export function joinHtml(a: Said, b: Said): string | undefined {
  if (a.html === undefined && b.html === undefined) return undefined
  const looks = (s: Said) =>
    s.html ??
    s.body
      .split('\n')
      .map((l) => `<p>${escape(l)}</p>`)
      .join('')
  return [a, b]
    .filter((s) => s.body !== '')
    .map(looks)
    .join('<p></p>')
}
