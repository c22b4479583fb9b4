/** Pact's API under /p1. */
import { Hono } from 'hono'
import { mount } from '../programs/route'
import { channelRoutes } from './channels'
import { companyRoutes } from './companies'
import { conversationRoutes } from './conversations'
import { pact } from './dialect'
import { messageRoutes } from './messages'
import { templateRoutes, templatesV2 } from './templates'

export const dialect = pact([...companyRoutes, ...conversationRoutes, ...messageRoutes, ...channelRoutes, ...templateRoutes])

/** Of version 2 only what the first has no call for. */
const dialectV2 = pact([templatesV2])
export const pactV2Api = mount(dialectV2).all('*', (c) => dialectV2.refuse({ why: 'no_route' }, { route: null, request: c.req.raw, params: {} }))

const inner = new Hono().route('/p1', mount(dialect)).notFound((c) => dialect.refuse({ why: 'no_route' }, { route: null, request: c.req.raw, params: {} }))

/** Two clients join paths with a doubled slash and end them with one: both mean the plain path. */
export const pactApi = new Hono().all('*', (c) => {
  const { raw } = c.req
  if (!/\/\/|\/$/.test(c.req.path)) return inner.fetch(raw)
  const url = new URL(raw.url)
  url.pathname = url.pathname.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
  return inner.fetch(new Request(url, raw))
})
