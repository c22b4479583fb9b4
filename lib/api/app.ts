/** The one HTTP application: everything under /api (but sign-in). Plain `(Request) => Response`, mounted twice. */
import { Hono } from 'hono'
import { DomainError } from '@/lib/domain/errors'
import { problem } from './answer'
import { attachments } from './attachments/routes'
import { docs } from './docs/routes'
import { health } from './health'
import { pactApi, pactV2Api } from './pact/routes'
import { pictures } from './pictures/routes'
import { sendsevenApi } from './sendseven/routes'
import { twistApi } from './twist/routes'
import { ui } from './ui/routes'
import { webhooks } from './webhooks/routes'
import { widget } from './widget/routes'

export const app = new Hono()
  .onError((e) => problem(e))
  .notFound(() => problem(new DomainError('not_found')))
  .get('/api/health', health)
  .route('/api', docs)
  .route('/api', webhooks)
  .route('/api', pictures)
  .route('/api/ui', ui)
  .route('/api/widget', widget)
  .route('/api/attachments', attachments)
  // Twist's reserved words first: an id of SendSeven's must not be able to hide them.
  .route('/', twistApi)
  .route('/api/v1', sendsevenApi)
  .route('/api/p2', pactV2Api)
  .route('/p1', pactApi)
