/** Pact's API under /p1. */
import { Hono } from 'hono'
import { mount } from '../programs/route'
import { channelRoutes } from './channels'
import { companyRoutes } from './companies'
import { conversationRoutes } from './conversations'
import { pact } from './dialect'
import { messageRoutes } from './messages'

export const dialect = pact([...companyRoutes, ...conversationRoutes, ...messageRoutes, ...channelRoutes])
const inner = mount(dialect)

/** Two clients join paths with a doubled slash and end them with one: both mean the plain path. */
export const pactApi = new Hono().all('*', (c) => {
  const url = new URL(c.req.url)
  url.pathname =
    url.pathname
      .replace(/\/{2,}/g, '/')
      .replace(/(?<=.)\/$/, '')
      .replace(/^\/p1/, '') || '/'
  return inner.fetch(new Request(url, c.req.raw))
})
