/** Built scripts and styles, from the Brotli copies that the build left beside them. */
import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

const TYPES: Record<string, string> = { js: 'application/javascript; charset=UTF-8', css: 'text/css; charset=UTF-8' }

/** Answers from the copies where there is one and the browser takes it; everything else is `pages`'. `folder`: `.next/static`. */
export function withSqueezed(folder: string, pages: Listener): Listener {
  const files = new Map<string, Buffer>()
  for (const name of list(folder)) if (name.endsWith('.br')) files.set(`/_next/static/${name.slice(0, -3).replaceAll('\\', '/')}`, readFileSync(join(folder, name)))
  return (req, res) => {
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    const body = req.method === 'GET' && /\bbr\b/.test(String(req.headers['accept-encoding'] ?? '')) ? files.get(path) : undefined
    if (!body) return pages(req, res)
    // Their names change with their content.
    res.writeHead(200, {
      'content-type': TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      'content-encoding': 'br',
      'content-length': body.length,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
    })
    res.end(body)
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}
