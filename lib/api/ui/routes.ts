/** Everything our own screens read, and what they send. A file per noun. */
import { Hono } from 'hono'
import { arrived } from './arrived'
import { attachments } from './attachments'
import { contacts } from './contacts'
import { conversations } from './conversations'
import { demo } from './demo'
import { drafts } from './drafts'
import { live } from './live'
import { mail } from './mail'
import { message, messages } from './messages'
import { templates } from './templates'
import { workspace } from './workspace'

export const ui = new Hono()
  .route('/conversations', conversations)
  .route('/conversations', messages)
  .route('/conversations', drafts)
  .route('/messages', mail)
  .route('/messages', message)
  .route('/contacts', contacts)
  .route('/attachments', attachments)
  .route('/channels', templates)
  .route('/channels', arrived)
  .route('/demo', demo)
  .route('/', workspace)
  .route('/', live)
