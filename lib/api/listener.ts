/** The application as a listener of Node's own server. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { answerWith } from './answer'
import { app } from './app'

export function apiListener(): (req: IncomingMessage, res: ServerResponse) => unknown {
  answerWith(lightResponse())
  return getRequestListener(app.fetch, { overrideGlobalObjects: false })
}

/**
 * The adapter's own Response, which goes to the socket without the platform's being built (a sixth of a list's time). It
 * is offered only by replacing the global one, which Next in the same process needs as it is: so that is put back.
 */
function lightResponse(): typeof Response {
  // Redefined, not assigned: on the oldest Node we run on, replacing leaves them read-only.
  const platform = { Request: Object.getOwnPropertyDescriptor(globalThis, 'Request'), Response: Object.getOwnPropertyDescriptor(globalThis, 'Response') }
  getRequestListener(() => null, { overrideGlobalObjects: true })
  const light = globalThis.Response
  for (const [name, was] of Object.entries(platform)) if (was) Object.defineProperty(globalThis, name, was)
  return light
}
