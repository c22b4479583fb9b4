/** Reads an event stream by `fetch`: unlike EventSource it tells why it failed, and signs of life are seen. */
export type StreamMessage = { event: string; data: string; id: string | null }

/** Splits a stream's text into messages, however it is cut. Comments come as an empty `event`. */
export function makeParser(onMessage: (m: StreamMessage) => void): (chunk: string) => void {
  let rest = ''
  return (chunk) => {
    const blocks = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) onMessage(parse(block))
  }
}

function parse(block: string): StreamMessage {
  const m: StreamMessage = { event: '', data: '', id: null }
  const data: string[] = []
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const value = line.slice(colon + 1).replace(/^ /, '')
    const field = line.slice(0, colon)
    if (field === 'data') data.push(value)
    else if (field === 'event') m.event = value
    else if (field === 'id') m.id = value
  }
  m.data = data.join('\n')
  if (!m.event && data.length > 0) m.event = 'message'
  return m
}

/** Follows a stream until it ends (resolves), fails (throws; `status` on the error when the server refused) or `signal` aborts. */
export async function readStream(url: string, onMessage: (m: StreamMessage) => void, signal: AbortSignal, onOpen: () => void): Promise<void> {
  const response = await fetch(url, { headers: { accept: 'text/event-stream' }, cache: 'no-store', credentials: 'same-origin', signal })
  if (!response.ok || !response.body) throw new StreamRefused(response.status)
  onOpen()
  const parser = makeParser(onMessage)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    parser(value)
  }
}

export class StreamRefused extends Error {
  constructor(readonly status: number) {
    super(`the stream answered ${status}`)
  }
}
