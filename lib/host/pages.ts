/** Next, inside our own server. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import next from 'next'
import { env } from '@/lib/env'
import { root } from './root'

export type Pages = { handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>; close: () => Promise<void> }

/** Prepares the pages; in development they compile when asked for and reload by themselves. */
export async function openPages(dev: boolean, server: Server): Promise<Pages> {
  const pages = next({ dev, dir: root, hostname: env.host, port: env.port, httpServer: server })
  await pages.prepare()
  return { handle: pages.getRequestHandler(), close: () => pages.close() }
}
