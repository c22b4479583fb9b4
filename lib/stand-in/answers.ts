/** Which provider a call is for, by its path: they share one address. */
import type { Answer, Around, Call } from './facts'
import { graph } from './graph'
import { telegram } from './telegram'
import { twilio } from './twilio'

export function answerOf(call: Call, around: Around): Answer {
  const path = call.url.pathname
  const file = /^\/files\/(.+)$/.exec(path)?.[1] ?? /^\/file\/bot[^/]+\/(.+)$/.exec(path)?.[1]
  if (file) return fileOf(decodeURIComponent(file), around)
  const bot = /^\/bot([^/]+)\/(\w+)$/.exec(path)
  if (bot) return telegram(bot[2] ?? '', call, around)
  return path.startsWith('/2010-04-01/') ? twilio(call, around) : graph(call, around)
}

function fileOf(id: string, { files }: Around): Answer {
  const known = files.get(id)
  if (!known || known.misses-- > 0) return { status: 404, json: { error: { message: 'expired' } } }
  return { status: 200, bytes: known.bytes, headers: { 'content-type': known.type } }
}
