/** The application as a listener of Node's own server. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { app } from './app'

export const apiListener = (): ((req: IncomingMessage, res: ServerResponse) => unknown) => getRequestListener(app.fetch, { overrideGlobalObjects: false })
