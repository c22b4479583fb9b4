/** Settings and payloads of every type, for tests. */
import type { ChannelType } from '@/db/schema/channels'
import * as email from './email/samples'
import * as instagram from './instagram/samples'
import * as messenger from './messenger/samples'
import * as sms from './sms/samples'
import * as telegram from './telegram/samples'
import * as webchat from './webchat/samples'
import * as whatsapp from './whatsapp/samples'

export type Sample = { settings: Record<string, unknown>; payloads: readonly unknown[]; headers?: Record<string, string> }

export const samples: Record<ChannelType, Sample> = { webchat, email, whatsapp, telegram, sms, messenger, instagram }
