/** Every kind of job and what does it. */
import type { JobKind } from '@/lib/domain/reactions'
import { act } from './act'
import { arrive } from './arrive'
import { deliver } from './deliver'
import { forget } from './forget'
import type { Handler } from './handler'
import { mail } from './mail'
import { media } from './media'
import { poll } from './poll'
import { profile } from './profile'
import { prune } from './prune'
import { purge } from './purge'
import { sent } from './sent'
import { sweep } from './sweep'
import { templates } from './templates'
import { wake } from './wake'

export const handlers: Record<JobKind, Handler> = { deliver, wake, sweep, arrive, media, mail, templates, purge, poll, act, profile, forget, sent, prune }
