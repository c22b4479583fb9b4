/** A channel's approved texts. */
import type { Templates } from '@/lib/domain/templates/list'
import { get, post } from './fetch'

export const templatesKey = (channelId: number) => ['templates', channelId] as const
export const readTemplates = (channelId: number) => get<Templates>(`/channels/${channelId}/templates`)

/** Asks the provider anew. `problem`: what it said instead. */
export const refreshTemplates = (channelId: number) => post<Templates & { problem: string | null }>(`/channels/${channelId}/templates/refresh`, {}, { timeoutMs: 25_000 })
