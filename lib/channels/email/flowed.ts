/** Text of the format "flowed" (RFC 3676) with its paragraphs in one line each. Linear. */

type Line = { depth: number; text: string }

/** Lines of different quote depth are never joined. `delSp`: the space at which a line was broken belongs to nobody. */
export function unflow(text: string, delSp = false): string {
  const out: string[] = []
  let depth = 0
  let pieces: string[] = []
  const close = () => {
    if (pieces.length > 0) out.push(mark(depth) + pieces.join(''))
    pieces = []
  }
  for (const raw of text.split(/\r?\n/)) {
    const line = lineOf(raw)
    const isSignature = line.text === '-- '
    // An empty line ends a paragraph, also for programs that leave a space at its end.
    if (line.depth !== depth || isSignature || line.text === '') close()
    const flows = line.text.endsWith(' ') && !isSignature
    depth = line.depth
    pieces.push(flows && delSp ? line.text.slice(0, -1) : line.text)
    if (!flows) close()
  }
  close()
  return out.join('\n')
}

function lineOf(raw: string): Line {
  let depth = 0
  let at = 0
  while (raw[at] === '>') {
    depth++
    at++
    // Some write a space between the marks, which the format gives another meaning.
    if (raw[at] === ' ' && raw[at + 1] === '>') at++
  }
  return { depth, text: raw[at] === ' ' ? raw.slice(at + 1) : raw.slice(at) }
}

const mark = (depth: number) => (depth === 0 ? '' : `${'>'.repeat(depth)} `)
