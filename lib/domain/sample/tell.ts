/** Turns a written story into a plan: who has it, when each line was said, which system lines stand between. */
import type { ChannelType } from '@/db/schema/channels'
import type { Story, teamStories } from './demo-stories'
import type { Line, Plan } from './plan'

export type Scene = {
  now: number
  userIds: readonly number[]
  channels: ReadonlyMap<ChannelType, { id: number; type: ChannelType }>
  teamId: number
  contactIds: ReadonlyMap<string, number>
}

const MINUTE = 60_000

/** A customer's conversation. Whoever answered took it first; its status is the last thing that happened. */
export function tellStory(scene: Scene, s: Story): Plan {
  const total = s.lines.reduce((sum, [, , wait], i) => sum + (i === 0 ? 0 : (wait ?? 1)), 0)
  const startedAt = scene.now - (s.ago + total) * MINUTE
  const agent = s.to === undefined ? null : (scene.userIds[s.to] ?? null)
  const lines: Line[] = []
  const bodies: string[] = []
  const add = (line: Line, body = '') => void (lines.push(line), bodies.push(body))

  let at = startedAt
  let taken = false
  for (const [i, [by, text, wait]] of s.lines.entries()) {
    at += i === 0 ? 0 : (wait ?? 1) * MINUTE
    if (by !== '>' && !taken && agent !== null) {
      add({ by: 'system', userId: agent, at: at - 20_000, system: { event: 'assigned', from: null, to: agent } })
      taken = true
    }
    const last = i === s.lines.length - 1
    add({ by: by === '>' ? 'contact' : by === '<' ? 'user' : 'note', userId: by === '>' ? null : agent, at, failed: last && by === '<' ? s.failed : undefined }, text)
  }
  if (s.team) add({ by: 'system', userId: scene.userIds[0] ?? null, at: at + 15_000, system: { event: 'team', from: null, to: scene.teamId } })
  const status = typeof s.status === 'object' ? 'snoozed' : (s.status ?? 'open')
  const snoozedUntil = typeof s.status === 'object' ? scene.now + s.status.snoozedHours * 60 * MINUTE : null
  if (status !== 'open') add({ by: 'system', userId: agent, at: at + 30_000, system: { event: 'status', from: 'open', to: status, until: snoozedUntil ?? undefined } })

  const read = lines.findLastIndex((l) => l.by === 'user' || l.by === 'note')
  return {
    kind: 'customer',
    channel: scene.channels.get(s.via) ?? null,
    contactId: scene.contactIds.get(s.who) ?? null,
    members: [],
    title: s.title ?? '',
    assigneeId: agent,
    teamId: s.team ? scene.teamId : null,
    creatorId: null,
    status,
    snoozedUntil,
    current: true,
    startedAt,
    lines,
    body: (i) => bodies[i] ?? '',
    people: agent === null ? [] : [{ userId: agent, member: false, lastReadIndex: read, archived: false, mutedUntil: null }],
  }
}

/** Colleagues among themselves. Everybody has read up to what they last wrote. */
export function tellTeamStory(scene: Scene, s: (typeof teamStories)[number]): Plan {
  const total = s.lines.reduce((sum, [, , wait], i) => sum + (i === 0 ? 0 : (wait ?? 1)), 0)
  const startedAt = scene.now - (s.ago + total) * MINUTE
  let at = startedAt
  const lines: Line[] = s.lines.map(([by, , wait], i) => ({ by: 'user', userId: scene.userIds[by] ?? null, at: (at += i === 0 ? 0 : (wait ?? 1) * MINUTE) }))
  const members = s.members.flatMap((m) => scene.userIds[m] ?? []).sort((a, b) => a - b)
  return {
    kind: 'team',
    channel: null,
    contactId: null,
    members,
    title: s.title,
    assigneeId: null,
    teamId: null,
    creatorId: lines[0]?.userId ?? null,
    status: 'open',
    snoozedUntil: null,
    current: false,
    startedAt,
    lines,
    body: (i) => s.lines[i]?.[1] ?? '',
    people: members.map((userId) => ({ userId, member: true, lastReadIndex: lines.findLastIndex((l) => l.userId === userId), archived: false, mutedUntil: null })),
  }
}
