/** Every kind of job and what does it. */
import type { JobKind } from '@/lib/domain/reactions'
import { deliver } from './deliver'
import type { Handler } from './handler'
import { sweep } from './sweep'
import { wake } from './wake'

export const handlers: Record<JobKind, Handler> = { deliver, wake, sweep }
