/** Plans any number of believable conversations. The same options give the same ones, to the last character and millisecond. */
import type { ChannelType } from '@/db/schema/channels'
import type { Status } from '@/db/schema/conversations'
import type { Person } from '../events'
import type { Line, Plan } from './plan'
import { chance, type Chance } from './random'
import { say, topicOf } from './speak'
import { lengths, startTimes } from './spread'
import { shares, type TongueName, tongues } from './words/tongues'

export type Customer = { name: string; firstName: string; tongue: TongueName; channelType: ChannelType; since: number }
export type Cast = {
  agentIds: readonly number[]
  teamIds: readonly number[]
  channels: ReadonlyMap<ChannelType, { id: number; type: ChannelType }>
  contactIds: readonly number[]
}
export type Size = { seed: number; conversations: number; messages: number; now: number }

const MINUTE = 60_000
const DAY = 86_400_000
const CHANNEL_SHARES: Record<ChannelType, number> = { email: 38, webchat: 30, whatsapp: 16, instagram: 5, messenger: 4, telegram: 4, sms: 3 }
/** What became of conversations by their age in days. */
const FATES: readonly [days: number, Record<Status, number>][] = [
  [2, { open: 62, pending: 14, snoozed: 8, closed: 16 }],
  [14, { open: 18, pending: 8, snoozed: 5, closed: 69 }],
  [Number.POSITIVE_INFINITY, { open: 2, pending: 1, snoozed: 0, closed: 97 }],
]

/** Everybody who writes: a little fewer than conversations, for some come back. */
export function planCustomers({ seed, conversations, now }: Size): Customer[] {
  return Array.from({ length: Math.max(1, Math.ceil(conversations * 0.72)) }, (_, i) => {
    const c = chance(seed, 1, i)
    const tongue = c.weighted(shares)
    const words = tongues[tongue]
    const [firstName, lastName] = [c.pick(words.firstNames), c.pick(words.lastNames)]
    return {
      firstName,
      name: tongue === 'japanese' ? `${lastName} ${firstName}` : `${firstName} ${lastName}`,
      tongue,
      channelType: c.weighted(CHANNEL_SHARES),
      since: now,
    }
  })
}

/** The conversations, oldest first, with exactly `messages` lines in all. */
export function planConversations(size: Size, cast: Cast, customers: readonly Customer[]): Plan[] {
  const starts = startTimes(size)
  const counts = lengths(size)
  const seenSets = new Set<string>()
  const newest = new Map<string, Plan>()
  let nextNew = 0
  return starts.map((startedAt, i) => {
    const c = chance(size.seed, 2, i)
    const count = counts[i] ?? 1
    if (c.of(0.01)) {
      const plan = amongColleagues(size, cast, c, i, startedAt, count, seenSets)
      if (plan) return plan
    }
    const who = nextNew < customers.length && (nextNew === 0 || c.of(0.72)) ? nextNew++ : c.int(0, Math.max(0, nextNew - 1))
    const customer = customers[who]
    if (!customer) throw new Error('no customer')
    customer.since = Math.min(customer.since, startedAt)
    const plan = withCustomer(size, cast, c, i, startedAt, count, customer, cast.contactIds[who] ?? 0)
    const key = `${plan.channel?.id}|${plan.contactId}`
    const before = newest.get(key)
    if (before) before.current = false
    newest.set(key, plan)
    return plan
  })
}

function withCustomer(size: Size, cast: Cast, c: Chance, i: number, startedAt: number, count: number, customer: Customer, contactId: number): Plan {
  const age = (size.now - startedAt) / DAY
  const type = c.of(0.85) ? customer.channelType : c.weighted(CHANNEL_SHARES)
  // Two agents do most of the work, as everywhere.
  const agent = cast.agentIds[Math.floor(c.next() ** 1.7 * cast.agentIds.length)] ?? null
  const isTaken = agent !== null && (count > 4 || c.of(age < 1 ? 0.55 : 0.93))
  const fate = FATES.find(([days]) => age < days)?.[1] ?? { open: 1, pending: 0, snoozed: 0, closed: 0 }
  const status = isTaken && count >= 3 ? c.weighted(fate) : 'open'
  const teamId = count >= 5 && cast.teamIds.length > 0 && c.of(0.25) ? c.pick(cast.teamIds) : null
  const snoozedUntil = status === 'snoozed' ? Math.ceil((size.now + c.int(1, 72) * 60 * MINUTE) / (15 * MINUTE)) * 15 * MINUTE : null

  const spare = Number(isTaken && count >= 3) + Number(status !== 'open') + Number(teamId !== null)
  const lines = exchange(c, cast, count - spare, isTaken ? agent : null, status, startedAt)
  if (isTaken && count >= 3) insertBefore(lines, (l) => l.userId !== null, { by: 'system', userId: agent, at: 0, system: { event: 'assigned', from: null, to: agent } })
  if (teamId !== null) lines.push({ by: 'system', userId: agent, at: 0, system: { event: 'team', from: null, to: teamId } })
  if (status !== 'open') lines.push({ by: 'system', userId: agent, at: 0, system: { event: 'status', from: 'open', to: status, until: snoozedUntil ?? undefined } })
  tick(c, lines, startedAt, size.now)
  const last = lines.findLast((l) => l.by !== 'system')
  if (last?.by === 'user' && type !== 'webchat' && c.of(0.01)) last.failed = 'The address does not exist.'

  const speaker = { seed: size.seed, conversation: i, tongue: customer.tongue, firstName: customer.firstName, type, lines }
  return {
    kind: 'customer',
    channel: cast.channels.get(type) ?? null,
    contactId,
    members: [],
    title: type === 'email' ? topicOf(speaker) : '',
    assigneeId: isTaken && count >= 3 ? agent : null,
    teamId,
    creatorId: null,
    status,
    snoozedUntil,
    current: true,
    startedAt,
    lines,
    body: (index) => say(speaker, index),
    people: readers(c, lines, isTaken ? agent : null, status),
  }
}

/** Who speaks when: customers begin, agents answer, sometimes somebody adds a note. */
function exchange(c: Chance, cast: Cast, count: number, agent: number | null, status: Status, startedAt: number): Line[] {
  const lines: Line[] = [{ by: 'contact', userId: null, at: startedAt }]
  while (lines.length < count) {
    const before = lines.at(-1)?.by
    const isLast = lines.length === count - 1
    const by =
      agent === null
        ? 'contact'
        : isLast && (status === 'pending' || status === 'snoozed')
          ? 'user'
          : c.weighted(before === 'contact' ? { user: 64, contact: 28, note: 8 } : { contact: 72, user: 19, note: 9 })
    lines.push({ by, userId: by === 'contact' ? null : c.of(0.92) ? agent : c.pick(cast.agentIds), at: 0 })
  }
  return lines
}

function insertBefore(lines: Line[], where: (l: Line) => boolean, line: Line): void {
  const at = lines.findIndex(where)
  lines.splice(at === -1 ? lines.length : at, 0, line)
}

/** Minutes between the lines, drawn together where they would reach into the future. */
function tick(c: Chance, lines: Line[], startedAt: number, now: number): void {
  let total = 0
  const waits = lines.map((l, i) => {
    const before = lines[i - 1]
    const wait = !before
      ? 0
      : l.by === 'system'
        ? 20_000
        : (l.by === before.by ? 1.5 : l.by === 'user' ? 35 : 50) * MINUTE * Math.exp((c.next() + c.next() + c.next() - 1.5) * 2.2)
    return (total += wait)
  })
  const room = Math.max(now - MINUTE - startedAt, lines.length)
  const scale = total > room ? room / total : 1
  for (const [i, l] of lines.entries()) l.at = Math.floor(startedAt + (waits[i] ?? 0) * scale)
}

/** Whoever wrote has read until there; the assignee mostly to the end. */
function readers(c: Chance, lines: readonly Line[], agent: number | null, status: Status): Person[] {
  const people = new Map<number, Person>()
  for (const [i, l] of lines.entries())
    if (l.userId !== null && l.by !== 'system') people.set(l.userId, { userId: l.userId, member: false, lastReadIndex: i, archived: false, mutedUntil: null })
  if (agent === null) return [...people.values()]
  const mine = people.get(agent) ?? { userId: agent, member: false, lastReadIndex: -1, archived: false, mutedUntil: null }
  if (status === 'closed' || c.of(0.6)) mine.lastReadIndex = lines.length - 1
  mine.archived = status === 'closed' && mine.lastReadIndex === lines.length - 1 && c.of(0.2)
  return [...people.set(agent, mine).values()]
}

/** A team conversation; null when no set of people is left that has none. */
function amongColleagues(size: Size, cast: Cast, c: Chance, i: number, startedAt: number, count: number, seen: Set<string>): Plan | null {
  if (cast.agentIds.length < 2) return null
  const members = [...new Set(Array.from({ length: c.int(2, 5) }, () => c.pick(cast.agentIds)))].sort((a, b) => a - b)
  if (members.length < 2 || seen.has(members.join())) return null
  seen.add(members.join())
  const lines: Line[] = Array.from({ length: count }, () => ({ by: 'user', userId: c.pick(members), at: startedAt }))
  tick(c, lines, startedAt, size.now)
  const speaker = { seed: size.seed, conversation: i, tongue: 'english' as const, firstName: '', type: null, lines }
  return {
    kind: 'team',
    channel: null,
    contactId: null,
    members,
    title: c.of(0.5) ? topicOf(speaker) : '',
    assigneeId: null,
    teamId: null,
    creatorId: lines[0]?.userId ?? null,
    status: 'open',
    snoozedUntil: null,
    current: false,
    startedAt,
    lines,
    body: (index) => say(speaker, index),
    people: members.map((userId) => ({
      userId,
      member: true,
      lastReadIndex: Math.max(
        lines.findLastIndex((l) => l.userId === userId),
        c.of(0.7) ? count - 1 : -1,
      ),
      archived: false,
      mutedUntil: null,
    })),
  }
}
