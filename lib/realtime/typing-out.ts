/**
 * Shows customers that somebody answers them, where their channel can: now and then while a reply is typed, never for notes,
 * and never a word when it fails. Nothing of it is kept.
 */
import { channels } from '@/lib/channels'
import type { Channel, ChannelType } from '@/lib/channels/channel'
import { system } from '@/lib/domain/actor'
import { type TypingTo, typingTo } from '@/lib/domain/messages/typing-to'

type Connected = Partial<Record<ChannelType, Channel<unknown>>>
type Typing = { workspaceId: number; conversationId: number; userId: number; typing: 'reply' | 'note' | null }
/** `showing`: what is shown now, to be ended where it can be. */
type Place = { by: number; nextAt: number; isBusy: boolean; showing: TypingTo | null }

/** Calls under way at once, and conversations remembered: more than a team can type in. */
const CALLS_MAX = 20
const PLACES_MAX = 500
const TIMEOUT_MS = 5_000
/** After trouble a channel is left alone for a while; one that shows nothing is not asked again at each key. */
const PAUSE_MS = 60_000

export class TypingOut {
  private readonly places = new Map<number, Place>()
  private readonly pausedUntil = new Map<number, number>()
  private calls = 0

  constructor(
    private readonly connected: Connected = channels,
    private readonly now: () => number = Date.now,
  ) {}

  /** A sign of life of somebody who types, or no longer does. Resolves when what it asked for is done; never throws. */
  async beat({ workspaceId, conversationId, userId, typing }: Typing): Promise<void> {
    const known = this.places.get(conversationId)
    if (typing !== 'reply') return known?.by === userId ? this.end(conversationId, known) : undefined
    if (known && (known.isBusy || this.now() < known.nextAt)) return
    if (this.calls >= CALLS_MAX) return
    const place: Place = known ?? { by: userId, nextAt: 0, isBusy: false, showing: null }
    this.remember(conversationId, place)
    place.by = userId
    place.isBusy = true
    this.calls++
    try {
      const to = await typingTo(system(workspaceId), { conversationId })
      // Asked again a little before it fades.
      place.nextAt = this.now() + (to ? to.lastsMs * 0.8 : PAUSE_MS)
      if (to && this.now() >= (this.pausedUntil.get(to.channel.id) ?? 0) && (await this.show(to, true))) {
        place.showing = to
        // Ended while it was asked for.
        if (this.places.get(conversationId) !== place) await this.show(to, false)
      }
    } catch {
      place.nextAt = this.now() + PAUSE_MS
    } finally {
      place.isBusy = false
      this.calls--
    }
  }

  /** Sent or given up: ended where the channel shows it until told otherwise. */
  private async end(conversationId: number, place: Place): Promise<void> {
    this.places.delete(conversationId)
    if (place.showing) await this.show(place.showing, false)
  }

  private async show({ channel: at, to, lastId }: TypingTo, on: boolean): Promise<boolean> {
    const channel = this.connected[at.type]
    const settings = channel?.settings.safeParse(at.settings)
    if (!channel?.act || !settings?.success) return false
    const fault = await channel.act({ type: 'typing', on, lastId }, to, settings.data, AbortSignal.timeout(TIMEOUT_MS)).catch(() => true)
    if (fault) {
      if (this.pausedUntil.size >= PLACES_MAX) this.pausedUntil.clear()
      this.pausedUntil.set(at.id, this.now() + PAUSE_MS)
    }
    return !fault
  }

  private remember(conversationId: number, place: Place): void {
    this.places.delete(conversationId)
    this.places.set(conversationId, place)
    const [oldest] = this.places.keys()
    if (this.places.size > PLACES_MAX && oldest !== undefined) this.places.delete(oldest)
  }
}

declare global {
  var parleyTypingOut: TypingOut | undefined
}
/** One for all bundles of this process. */
export const typingOut = (): TypingOut => (globalThis.parleyTypingOut ??= new TypingOut())
