/** Who is looking at a conversation and who is typing. Kept in memory only, and forgotten when no longer repeated. */

/** What people in the inbox are shown of one conversation. */
export type Presence = {
  conversationId: number
  users: { userId: number; typing: 'reply' | 'note' | null }[]
  contactTyping: boolean
  contactOnline: boolean
}
/**
 * One sign of life. `audience`: who may know (null: the whole team). A user's `tab` sits at one conversation at a time;
 * `conversationId` null takes it away.
 */
export type Beat =
  | { who: 'user'; workspaceId: number; conversationId: number | null; audience: number[] | null; userId: number; tab: string; typing: 'reply' | 'note' | null }
  | { who: 'contact'; workspaceId: number; conversationId: number; online: boolean; typing: boolean }

/** How long a sign of life lasts, ms. Clients repeat: typing every 3 s, being there every 15 s. */
export const TYPING_TTL = 6000
export const PRESENCE_TTL = 30_000
const TABS_MAX = 20

type Seat = { userId: number; tab: string; typing: 'reply' | 'note' | null; typingUntil: number; until: number }
type Place = {
  workspaceId: number
  conversationId: number
  audience: number[] | null
  seats: Map<string, Seat>
  contactUntil: number
  contactTypingUntil: number
  shown: string
  timer: NodeJS.Timeout | null
}
type Tell = (workspaceId: number, audience: number[] | null, presence: Presence) => void

export class Board {
  private readonly places = new Map<number, Place>()
  /** Where each tab sits, by user; oldest first, so that a user cannot fill the memory with tabs. */
  private readonly tabs = new Map<number, Map<string, number>>()

  constructor(private readonly tell: Tell) {}

  beat(b: Beat): void {
    const now = Date.now()
    if (b.who === 'contact') {
      const place = this.place(b.workspaceId, b.conversationId, null)
      place.contactUntil = b.online ? now + PRESENCE_TTL : 0
      place.contactTypingUntil = b.online && b.typing ? now + TYPING_TTL : 0
      return this.refresh(place)
    }
    const before = this.tabs.get(b.userId)?.get(b.tab)
    if (before !== undefined && before !== b.conversationId) this.leave(b.userId, b.tab, before)
    if (b.conversationId === null) return
    const mine = this.tabs.get(b.userId) ?? new Map<string, number>()
    this.tabs.set(b.userId, mine)
    mine.delete(b.tab)
    mine.set(b.tab, b.conversationId)
    const place = this.place(b.workspaceId, b.conversationId, b.audience)
    place.seats.set(`${b.userId}:${b.tab}`, { userId: b.userId, tab: b.tab, typing: b.typing, typingUntil: b.typing ? now + TYPING_TTL : 0, until: now + PRESENCE_TTL })
    const [oldest] = mine
    if (mine.size > TABS_MAX && oldest) this.leave(b.userId, oldest[0], oldest[1])
    this.refresh(place)
  }

  /** What is known of a conversation now. */
  of(conversationId: number): Presence {
    const place = this.places.get(conversationId)
    return place ? summary(place, Date.now()) : { conversationId, users: [], contactTyping: false, contactOnline: false }
  }

  /** What this user may know of a workspace now, at most 500 conversations: what a new stream begins with. */
  all(workspaceId: number, userId: number | null): Presence[] {
    const now = Date.now()
    const theirs = [...this.places.values()].filter((p) => p.workspaceId === workspaceId && mayKnow(p.audience, userId))
    return theirs.slice(0, 500).map((p) => summary(p, now))
  }

  /** Forgets everybody, telling nobody. */
  clear(): void {
    for (const p of this.places.values()) if (p.timer) clearTimeout(p.timer)
    this.places.clear()
    this.tabs.clear()
  }

  private place(workspaceId: number, conversationId: number, audience: number[] | null): Place {
    let place = this.places.get(conversationId)
    if (!place) {
      place = { workspaceId, conversationId, audience, seats: new Map(), contactUntil: 0, contactTypingUntil: 0, shown: '', timer: null }
      this.places.set(conversationId, place)
    }
    place.audience = audience
    return place
  }

  private leave(userId: number, tab: string, conversationId: number): void {
    this.forgetTab(userId, tab)
    const place = this.places.get(conversationId)
    if (place?.seats.delete(`${userId}:${tab}`)) this.refresh(place)
  }

  private forgetTab(userId: number, tab: string): void {
    const mine = this.tabs.get(userId)
    mine?.delete(tab)
    if (mine?.size === 0) this.tabs.delete(userId)
  }

  /** Drops what has expired, tells when that shows, and comes back when the next thing expires. */
  private refresh(place: Place): void {
    const now = Date.now()
    for (const [key, seat] of place.seats) {
      if (seat.until > now) continue
      place.seats.delete(key)
      this.forgetTab(seat.userId, seat.tab)
    }
    const presence = summary(place, now)
    const shown = JSON.stringify(presence)
    if (shown !== place.shown) {
      place.shown = shown
      this.tell(place.workspaceId, place.audience, presence)
    }
    if (place.timer) clearTimeout(place.timer)
    place.timer = null
    const ends = [place.contactUntil, place.contactTypingUntil, ...[...place.seats.values()].flatMap((s) => [s.until, s.typingUntil])].filter((t) => t > now)
    if (ends.length === 0) return void this.places.delete(place.conversationId)
    place.timer = setTimeout(() => this.refresh(place), Math.min(...ends) - now + 1)
    place.timer.unref()
  }
}

/** Whether a presence with this audience is this user's to know. */
export const mayKnow = (audience: readonly number[] | null, userId: number | null) => audience === null || (userId !== null && audience.includes(userId))

function summary(p: Place, now: number): Presence {
  const users = new Map<number, 'reply' | 'note' | null>()
  for (const s of p.seats.values()) {
    if (s.until <= now) continue
    const typing = s.typingUntil > now ? s.typing : null
    users.set(s.userId, typing ?? users.get(s.userId) ?? null)
  }
  return {
    conversationId: p.conversationId,
    users: [...users].map(([userId, typing]) => ({ userId, typing })).sort((a, b) => a.userId - b.userId),
    contactTyping: p.contactTypingUntil > now,
    contactOnline: p.contactUntil > now,
  }
}
