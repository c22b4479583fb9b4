/** SendSeven's API under /api/v1. Collection actions stand before `{id}`, so that no id can hide them. */
import { mount } from '../programs/route'
import { collectionRoutes } from './collections'
import { conversationRoutes } from './conversations'
import { sendseven } from './dialect'
import { directoryRoutes } from './directory'
import { messageRoutes } from './messages'

export const dialect = sendseven([...collectionRoutes, ...conversationRoutes, ...messageRoutes, ...directoryRoutes])
export const sendsevenApi = mount(dialect)
