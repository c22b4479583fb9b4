/** SendSeven's API under /api/v1. Collection actions stand before `{id}`, so that no id can hide them. */
import { mount } from '../programs/route'
import { attachmentRoutes } from './attachments'
import { channelRoutes } from './channels'
import { collectionRoutes } from './collections'
import { contactRoutes } from './contacts'
import { conversationRoutes } from './conversations'
import { sendseven } from './dialect'
import { fieldRoutes } from './fields'
import { hookRoutes } from './hooks'
import { messageRoutes } from './messages'
import { methodRoutes } from './methods'
import { tagRoutes } from './tags'
import { templateRoutes } from './templates'
import { userRoutes } from './users'

export const dialect = sendseven([
  ...collectionRoutes,
  ...conversationRoutes,
  ...templateRoutes,
  ...messageRoutes,
  ...tagRoutes,
  ...fieldRoutes,
  ...methodRoutes,
  ...contactRoutes,
  ...channelRoutes,
  ...userRoutes,
  ...attachmentRoutes,
  ...hookRoutes,
])
// Mounted beside others, it must say itself that there is nothing: a mounted app's own answer to that is not asked.
export const sendsevenApi = mount(dialect).all('*', (c) => dialect.refuse({ why: 'no_route' }, { route: null, request: c.req.raw, params: {} }))
