/** Which acts on a message its customer sees, by what the channel can. Pure: the screen asks the same. */
import type { ChannelType } from '@/db/schema/channels'
import { limitOf } from '@/lib/channels/limits'

type Where = { channelType: ChannelType | null }
type What = { kind: 'message' | 'note' | 'system'; isTheirs: boolean; createdAt: number }

const isWithin = (m: What, ms: number | undefined, now: number) => ms === undefined || now - m.createdAt < ms

/** Emojis with and without the mark that asks for colour are the same. */
const plain = (emoji: string) => emoji.replaceAll('\uFE0F', '')

const actsOf = ({ channelType }: Where) => (channelType === null ? undefined : limitOf(channelType).acts)

/** Whether the customer can see this reaction of ours. */
export function canReactOut(c: Where, m: What, emoji: string, now: number): boolean {
  const can = actsOf(c)?.react
  if (!can || m.kind !== 'message' || !isWithin(m, can.withinMs, now)) return false
  return (m.isTheirs || can.own === true) && (can.emojis === undefined || can.emojis.includes(plain(emoji)))
}

/** Whether what left can still be changed, or taken back, where the customer reads it: `late` when it could have been. */
export function canChangeOut(c: Where, m: What, act: 'edit' | 'remove', now: number): 'yes' | 'no' | 'late' {
  const can = actsOf(c)?.[act]
  if (!can || m.kind !== 'message' || m.isTheirs) return 'no'
  return isWithin(m, can.withinMs, now) ? 'yes' : 'late'
}

/** Whether an answer can name what it answers so that the customer sees it. */
export const canQuoteOut = (c: Where): boolean => actsOf(c)?.reply === true
