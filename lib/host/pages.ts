/** Next, inside our own server. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import next from 'next'
import { env } from '@/lib/env'
import { withCompression } from './compress'
import { root } from './root'

export type Pages = { handle: (req: IncomingMessage, res: ServerResponse) => unknown; close: () => Promise<void> }

/** Prepares the pages; in development they compile when asked for and reload by themselves. */
export async function openPages(dev: boolean, server: Server): Promise<Pages> {
  // Read by next.config.js: what our server compresses Next need not.
  if (!dev) process.env.PARLEY_COMPRESSES_PAGES = '1'
  const pages = next({ dev, dir: root, hostname: env.host, port: env.port, httpServer: server })
  await pages.prepare()
  const answer = pages.getRequestHandler()
  return { handle: dev ? answer : withCompression(answer), close: () => pages.close() }
}
