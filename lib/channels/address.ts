/** Where a provider calls us about a channel. The key in it is unguessable and names the channel alone. */
import { env } from '@/lib/env'
import type { ChannelType } from './channel'

/** Our own address as others reach it. */
export const publicBase = () => env.appUrl ?? `http://localhost:${env.port}`

export const webhookUrl = (c: { type: ChannelType; key: string }) => `${publicBase()}/api/webhooks/${c.type}/${c.key}`
