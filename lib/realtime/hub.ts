/**
 * Where commits become news: every open stream of this process, and the hints from and to other servers. On globalThis,
 * because the server's bundle and Next's each hold a copy of this module and must share one set of listeners.
 */
import { databaseUrl, dialect } from '@/db/columns/dialect'
import { type Actor, personOf } from '@/lib/domain/actor'
import { onCommitted } from '@/lib/domain/announce'
import { Nodes } from './nodes'
import { type Beat, Board, mayKnow, type Presence } from './presence'
import { Room, type Subscriber, type Watcher } from './room'
import { typingOut } from './typing-out'

/** ms: the slow look at the log that finds what no hint told, and the sign of life on silent streams. */
const POLL = 5000
const BEAT = 15_000

export class Hub {
  readonly rooms = new Map<number, Room>()
  readonly board = new Board((workspaceId, audience, presence) => this.spread(workspaceId, audience, presence))
  private nodes: Nodes | null = null
  private stops: (() => void)[] = []

  start(): void {
    if (this.stops.length > 0) return
    this.stops.push(
      onCommitted((workspaceId, seq) => {
        this.rooms.get(workspaceId)?.wake()
        this.nodes?.tellCommit(workspaceId, seq)
      }),
      every(POLL, () => this.wakeAll()),
      every(BEAT, () => this.breathe()),
    )
    if (dialect !== 'postgres') return
    this.nodes = new Nodes(
      databaseUrl,
      (hint) => {
        for (const [workspaceId] of hint.commits ?? []) this.rooms.get(workspaceId)?.wake()
        for (const beat of hint.beats ?? []) this.board.beat(beat as Beat)
      },
      () => this.wakeAll(),
    )
  }

  room(workspaceId: number): Room {
    this.start()
    let room = this.rooms.get(workspaceId)
    if (!room) this.rooms.set(workspaceId, (room = new Room(workspaceId)))
    return room
  }

  leave(room: Room): void {
    if (room.isEmpty && this.rooms.get(room.workspaceId) === room) this.rooms.delete(room.workspaceId)
  }

  beat(b: Beat): void {
    this.start()
    this.board.beat(b)
    this.nodes?.tellBeat(b)
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop()
    for (const room of this.rooms.values()) {
      for (const s of room.subscribers) s.push({ kind: 'close' })
      for (const watchers of room.watchers.values()) for (const w of watchers) w({ kind: 'close' })
    }
    this.rooms.clear()
    this.board.clear()
    const nodes = this.nodes
    this.nodes = null
    await nodes?.close()
  }

  private wakeAll(): void {
    for (const room of this.rooms.values()) room.wake()
  }

  private breathe(): void {
    for (const room of this.rooms.values())
      for (const s of room.subscribers) {
        s.push({ kind: 'beat', seq: s.at })
        void room.recheck(s)
      }
  }

  private spread(workspaceId: number, audience: number[] | null, presence: Presence): void {
    const room = this.rooms.get(workspaceId)
    for (const s of room?.subscribers ?? []) if (mayKnow(audience, personOf(s.actor))) s.push({ kind: 'presence', presence })
    const userIds = presence.users.filter((u) => u.typing === 'reply').map((u) => u.userId)
    for (const w of room?.watchers.get(presence.conversationId) ?? []) w({ kind: 'typing', userIds })
  }
}

function every(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms)
  timer.unref()
  return () => clearInterval(timer)
}

declare global {
  var parleyHub: Hub | undefined
}
const hub = () => (globalThis.parleyHub ??= new Hub())

/** Begins to listen for commits, here and (on Postgres) elsewhere. Safe to call twice; the first stream calls it too. */
export const startRealtime = (): void => hub().start()

/** Ends every open stream and forgets presence: clients come back to the next process and resume. */
export const closeStreams = (): Promise<void> => hub().stop()

/** How many streams the actor has open in this process. */
export function streamsOf(actor: Actor): number {
  const me = personOf(actor)
  return [...(hub().rooms.get(actor.workspaceId)?.subscribers ?? [])].filter((s) => personOf(s.actor) === me).length
}

/** Whether anybody of the team has the inbox open, as far as this process knows. */
export const isTeamHere = (workspaceId: number): boolean => (hub().rooms.get(workspaceId)?.subscribers.size ?? 0) > 0

/**
 * Follows what happens in the actor's workspace after event `at`, as they may see it: the backlog first, then live, each
 * event once and in order. Returns how to stop. A failure while catching up ends it with `close`.
 */
export function subscribe(s: Omit<Subscriber, 'isLive'>): () => void {
  const subscriber: Subscriber = { ...s, isLive: false }
  const room = hub().room(s.actor.workspaceId)
  for (const presence of hub().board.all(s.actor.workspaceId, personOf(s.actor))) subscriber.push({ kind: 'presence', presence })
  const leave = () => {
    room.subscribers.delete(subscriber)
    hub().leave(room)
  }
  room.join(subscriber).catch((e: unknown) => {
    console.error('a stream could not catch up', e)
    leave()
    subscriber.push({ kind: 'close' })
  })
  return leave
}

/** Follows one conversation from the customer's side: new messages to fetch, and who of the team is answering. Returns how to stop. */
export function watchConversation(at: { workspaceId: number; conversationId: number }, watcher: Watcher): () => void {
  const room = hub().room(at.workspaceId)
  const watchers = room.watchers.get(at.conversationId) ?? new Set()
  room.watchers.set(at.conversationId, watchers.add(watcher))
  // The room must know where it stands before the next commit, or that one would be its beginning.
  room.wake()
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0 && room.watchers.get(at.conversationId) === watchers) room.watchers.delete(at.conversationId)
    hub().leave(room)
  }
}

/** A user's sign of life (see Beat). Whoever calls has checked that they may see the conversation. */
export const userPresence = (beat: Omit<Extract<Beat, { who: 'user' }>, 'who'>): void => {
  hub().beat({ who: 'user', ...beat })
  // By the server that heard it, and by no other; a team's own conversation has no customer.
  if (beat.conversationId !== null && beat.audience === null) void typingOut().beat({ ...beat, conversationId: beat.conversationId })
}

/** The customer's sign of life in their conversation: repeat `online` every 15 s, `typing` every 3 s while it lasts. */
export const visitorPresence = (beat: Omit<Extract<Beat, { who: 'contact' }>, 'who'>): void => hub().beat({ who: 'contact', ...beat })

/** Who is at a conversation now. */
export const presenceOf = (conversationId: number): Presence => hub().board.of(conversationId)
