/** A picture for a pretend customer to send: a lamp on a table, another colour each time. */
let n = 0
const COLOURS = ['#e8b04a', '#d9694f', '#6fa287', '#7288c9', '#b07cc0'] as const

/** A JPEG. Drawn when it is wanted, so that nobody else loads what draws it. */
export async function takePhoto(): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  const colour = COLOURS[n++ % COLOURS.length]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720" viewBox="0 0 96 72">
    <rect width="96" height="72" fill="#f2e8da"/><rect y="52" width="96" height="20" fill="#9c7350"/>
    <path d="M36 16h24l7 20H29z" fill="${colour}"/><path d="M47 36h2v14h-2z" fill="#4a3a2c"/><path d="M40 50h16v3H40z" fill="#4a3a2c"/>
    <circle cx="48" cy="30" r="26" fill="${colour}" opacity=".18"/></svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 78 }).toBuffer()
}
