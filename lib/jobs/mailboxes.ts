/** Follows the mailbox of every mail channel that is switched on, and notices when one comes, goes or is set differently. */
import { randomUUID } from 'node:crypto'
import { causeOf } from '@/db/trouble'
import { blobs } from '@/lib/blobs'
import type { Fault } from '@/lib/channels/channel'
import { mailHead } from '@/lib/channels/email/head'
import { type Fetched, watchFolder } from '@/lib/channels/email/watch'
import type { Actor } from '@/lib/domain/actor'
import { emailSettings, type EmailSettings } from '@/lib/channels/email/settings'
import { setProblem } from '@/lib/domain/channels/set-problem'
import { asDomainError } from '@/lib/domain/errors'
import { failMail } from '@/lib/domain/mail/fail'
import { type Followed, mailChannels } from '@/lib/domain/mail/followed'
import { leaveLeases, takeLeases } from '@/lib/domain/mail/lease'
import { readPosition, savePosition } from '@/lib/domain/mail/position'
import { env } from '@/lib/env'
import { takeIn } from './mail-intake'
import { withToken } from './mail-token'

export type Mailboxes = { stop(): Promise<void>; look(): Promise<void> }
type Options = {
  lookMs?: number
  pollMs?: number
  firstWaitMs?: number
  /** Whether other processes may follow the same mailboxes: then each is one's for `leaseMs`, and another's soon after that one died. */
  shared?: boolean
  leaseMs?: number
}
type Following = { as: string; stop: AbortController; done: Promise<unknown> }

/** So many breaks in a row are told to admins. */
const BREAKS = 5
const FOLDERS = ['inbox', 'sent'] as const

export function startMailboxes({ lookMs = 3_000, pollMs, firstWaitMs, shared = Boolean(env.databaseUrl), leaseMs = 9_000 }: Options = {}): Mailboxes {
  const following = new Map<number, Following>()
  const holder = randomUUID()
  let leasedUntil = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    clearTimeout(timer)
    try {
      const found = (await mailChannels()).filter((c) => settingsOf(c) !== null)
      const begun = Date.now()
      const mine = shared
        ? await takeLeases(
            found.map((c) => c.id),
            holder,
            leaseMs,
          )
        : null
      leasedUntil = begun + leaseMs
      const wanted = new Map(found.filter((c) => mine?.has(c.id) ?? true).map((c) => [c.id, c]))
      for (const [id, f] of following) if (wanted.get(id) === undefined || keyOf(wanted.get(id)) !== f.as) end(id, f)
      for (const [id, c] of wanted) if (!following.has(id) && !stopped) begin(id, c)
    } catch (e) {
      console.error('mail: could not look for mailboxes, trying again', causeOf(e))
      // By now another may have taken them.
      if (shared && Date.now() > leasedUntil) for (const [id, f] of following) end(id, f)
    }
    if (!stopped) timer = setTimeout(again, lookMs)
  }
  const again = () => void (looking = look())

  function begin(id: number, c: Followed): void {
    const settings = settingsOf(c)
    if (settings === null) return
    const stop = new AbortController()
    const done = Promise.all(FOLDERS.map((folder) => follow(c, settings, folder, stop.signal, { pollMs, firstWaitMs })))
    following.set(id, { as: keyOf(c), stop, done })
  }

  function end(id: number, f: Following): void {
    f.stop.abort()
    following.delete(id)
  }

  again()
  return {
    look: () => (looking = looking.then(look)),
    async stop() {
      stopped = true
      await looking
      clearTimeout(timer)
      const all = [...following]
      for (const [id, f] of all) end(id, f)
      await Promise.all(all.map(([, f]) => f.done))
      const held = all.map(([id]) => id)
      if (shared) await leaveLeases(held, holder).catch(() => {})
    },
  }
}

const keyOf = (c: Followed | undefined) => JSON.stringify(c?.settings ?? null)

function settingsOf(c: Followed): EmailSettings | null {
  const parsed = emailSettings.safeParse(c.settings)
  return parsed.success && parsed.data.receive === 'imap' && parsed.data.imapHost !== '' ? parsed.data : null
}

function follow(
  c: Followed,
  settings: EmailSettings,
  folder: (typeof FOLDERS)[number],
  stop: AbortSignal,
  waits: Pick<Options, 'pollMs' | 'firstWaitMs'>,
): Promise<void> {
  const actor: Actor = { kind: 'channel', workspaceId: c.workspaceId, channelId: c.id }
  let breaks = 0
  return watchFolder({
    settings,
    signIn: () => withToken({ workspaceId: c.workspaceId, channelId: c.id }, settings),
    folder,
    stop,
    ...waits,
    load: () => readPosition(actor, { channelId: c.id, folder }),
    save: (at) => savePosition(actor, { channelId: c.id, folder, uidValidity: at.uidValidity, lastUid: at.lastUid }),
    onMail: (m) => takeOrKeep(c, settings, folder === 'sent' ? 'sent' : 'in', m),
    async tell(fault: Fault | null) {
      // One break is no problem yet; what only an admin can mend is one at once.
      breaks = fault ? breaks + 1 : 0
      if (folder === 'sent' || (fault && fault.class !== 'account' && breaks < BREAKS)) return
      await setProblem(actor, { channelId: c.id, problem: fault && { code: `imap:${fault.code}`.slice(0, 100), message: fault.message } })
    },
  })
}

/** One that cannot be taken in is kept for an admin to see and holds nobody up; while the database is away we wait. */
async function takeOrKeep(c: Followed, settings: EmailSettings, direction: 'in' | 'sent', m: Fetched): Promise<void> {
  try {
    await takeIn(c.workspaceId, c.id, settings, { raw: m.raw, cut: m.cut, at: m.at, direction })
  } catch (e) {
    const { reason, code } = asDomainError(e)
    if ((code === 'failed' && reason !== 'unexpected') || reason === 'channel_off') throw e
    const said = causeOf(e)
    console.error(`mail: channel ${c.id}: a mail could not be taken in and is kept: ${said}`)
    const { key } = await blobs.put(once(m.raw))
    await failMail(
      { kind: 'channel', workspaceId: c.workspaceId, channelId: c.id },
      {
        channelId: c.id,
        key: `imap:${direction}:${m.uidValidity}:${m.uid}`,
        at: m.at,
        blob: key,
        direction,
        ...(await mailHead(m.raw)),
        error: reason === 'unexpected' ? said : reason,
      },
    )
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
