/**
 * Follows one folder of a mailbox over IMAP: hears of new mail at once (IDLE), looks now and then besides, and comes back
 * after every break. Whoever calls keeps the position; a mail counts as had once `onMail` has returned.
 */
import type { ImapFlow } from 'imapflow'
import type { EmailSettings } from './settings'
import type { Fault } from '../channel'
import { lookupOutside, privateFault } from '../outside'

/** `at`: when it was last written down, unix ms. */
export type Position = { uidValidity: string; lastUid: number; at: number }
export type Fetched = { raw: Uint8Array; cut: boolean; at: number; uid: number; uidValidity: string }

type Watch = {
  settings: EmailSettings
  /** The settings with what signs in right now, for each connection anew. */
  signIn?(): Promise<EmailSettings | Fault>
  folder: 'inbox' | 'sent'
  load(): Promise<Position | null>
  save(p: Omit<Position, 'at'>): Promise<void>
  onMail(m: Fetched): Promise<void>
  /** What is wrong with the mailbox; null once it works. */
  tell(fault: Fault | null): Promise<void>
  stop: AbortSignal
  pollMs?: number
  firstWaitMs?: number
}

/** Bytes of a mail that are fetched. */
const FETCH_MAX = 30 * 1024 * 1024
const LONGEST_WAIT_MS = 60_000
/** Position is written down after so many mails: what is had twice is known. */
const SAVE_EVERY = 20
/** After the server numbered its mails anew, those older than this before the last look were had already. */
const OVERLAP_MS = 2 * 24 * 3600_000

/** Runs until `stop`. Never throws. */
export async function watchFolder(w: Watch): Promise<void> {
  const { firstWaitMs = 500 } = w
  let wait = firstWaitMs
  while (!w.stop.aborted) {
    const begun = Date.now()
    try {
      await session(w)
    } catch (e) {
      if (w.stop.aborted) return
      await w.tell(faultOf(e)).catch(() => {})
    }
    if (Date.now() - begun > LONGEST_WAIT_MS) wait = firstWaitMs
    await pause(wait, w.stop)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }
}

/** One connection, until it breaks. ImapFlow never reconnects: each session makes its own. */
async function session(w: Watch): Promise<void> {
  const ready = (await w.signIn?.()) ?? w.settings
  if ('class' in ready) throw new NotLetIn(ready)
  const client = await connection(ready)
  let broken: (e: Error) => void = () => {}
  const closed = new Promise<never>((_, no) => (broken = no))
  closed.catch(() => {})
  client.on('error', (e) => broken(e instanceof Error ? e : new Error(String(e))))
  client.once('close', () => broken(new Error('the connection closed')))
  const end = () => client.close()
  w.stop.addEventListener('abort', end, { once: true })
  try {
    await client.connect()
    const path = w.folder === 'inbox' ? 'INBOX' : await sentFolder(client)
    // A mailbox without such a folder has nothing to follow; it may get one.
    if (path === null) return await pause(LONGEST_WAIT_MS, w.stop)
    const box = await client.mailboxOpen(path, { readOnly: true })
    let at = await begin(w, String(box.uidValidity), box.uidNext - 1)
    await w.tell(null)
    let wake: () => void = () => {}
    client.on('exists', () => wake())
    while (!w.stop.aborted) {
      // Before looking: what comes while we look must not be slept through.
      const woken = new Promise<void>((r) => (wake = r))
      at = await fetchNew(client, w, at, closed)
      // A FETCH ended the IDLE, and ImapFlow's own comes back late.
      client.idle().catch(() => {})
      const nap = new AbortController()
      await Promise.race([woken, closed, pause(w.pollMs ?? 60_000, AbortSignal.any([w.stop, nap.signal]))]).finally(() => nap.abort())
    }
  } finally {
    w.stop.removeEventListener('abort', end)
    client.close()
  }
}

/** Loaded with the first mailbox: whoever has none does not carry it. */
export async function connection(s: EmailSettings): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow')
  const tls = lookupOutside(s.imapHost)
  return new ImapFlow({
    host: s.imapHost,
    port: s.imapPort,
    secure: s.imapSecurity === 'tls',
    ...(s.imapSecurity === 'tls' ? {} : { doSTARTTLS: s.imapSecurity === 'starttls' }),
    auth: s.accessToken ? { user: s.imapUser || s.address, accessToken: s.accessToken } : { user: s.imapUser || s.address, pass: s.imapPassword },
    logger: false,
    // Handed to every connection, plain ones too.
    tls,
    maxIdleTime: 5 * 60_000,
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    maxLiteralSize: FETCH_MAX + 1024 * 1024,
  })
}

/** Where the mailbox keeps what was sent; null where it keeps nothing. */
export async function sentFolder(client: ImapFlow): Promise<string | null> {
  return (await client.list()).find((f) => f.specialUse === '\\Sent')?.path ?? null
}

type At = { uidValidity: string; lastUid: number; since: number }

async function begin(w: Watch, uidValidity: string, newest: number): Promise<At> {
  const known = await w.load()
  if (known?.uidValidity === uidValidity) return { uidValidity, lastUid: known.lastUid, since: 0 }
  // The first time from now on; numbered anew, all that is not surely had.
  const at = known
    ? { uidValidity, lastUid: 0, since: known.at - OVERLAP_MS }
    : { uidValidity, lastUid: w.settings.fromTheStart && w.folder === 'inbox' ? 0 : newest, since: 0 }
  if (!known) await w.save(at)
  return at
}

async function fetchNew(client: ImapFlow, w: Watch, at: At, closed: Promise<never>): Promise<At> {
  const found = await Promise.race([client.search({ uid: `${at.lastUid + 1}:*` }, { uid: true }), closed])
  // "n:*" always names the last mail, also when its number is smaller.
  const fresh = (found || []).filter((uid) => uid > at.lastUid).toSorted((a, b) => a - b)
  let now = at
  let unsaved = 0
  try {
    for (const uid of fresh) {
      if (w.stop.aborted) break
      const m = await Promise.race([client.fetchOne(String(uid), { uid: true, internalDate: true, size: true, source: { maxLength: FETCH_MAX } }, { uid: true }), closed])
      if (m && m.source) {
        const came = m.internalDate ? new Date(m.internalDate).getTime() : Date.now()
        if (came >= now.since) await w.onMail({ raw: m.source, cut: (m.size ?? 0) > m.source.length, at: came, uid, uidValidity: at.uidValidity })
      }
      now = { uidValidity: at.uidValidity, since: at.since, lastUid: uid }
      if (++unsaved >= SAVE_EVERY) {
        await w.save(now)
        unsaved = 0
      }
    }
  } finally {
    if (unsaved > 0) await w.save(now)
  }
  return now
}

class NotLetIn extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

function faultOf(e: unknown): Fault {
  if (e instanceof NotLetIn) return e.fault
  const refused = privateFault(e)
  if (refused) return refused
  const said = e instanceof Error ? e.message : String(e)
  const code = e instanceof Error && 'code' in e ? String(e.code) : 'closed'
  if (e instanceof Error && 'authenticationFailed' in e && e.authenticationFailed)
    return { class: 'account', code: 'auth', message: 'The mail server refused the user name or the password.' }
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) return { class: 'account', code, message: 'There is no mail server of this name.' }
  return { class: 'retry', code, message: `The mailbox cannot be read right now: ${said.slice(0, 300)}` }
}

/** Tries to open the mailbox; null when all is well. Never throws. */
export async function tryImap(settings: EmailSettings): Promise<Fault | null> {
  let client: ImapFlow | undefined
  try {
    client = await connection(settings)
    client.on('error', () => {})
    await client.connect()
    await client.mailboxOpen('INBOX', { readOnly: true })
    return null
  } catch (e) {
    return faultOf(e)
  } finally {
    client?.close()
  }
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((ok) => {
    if (stop.aborted) return ok()
    const end = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', end)
      ok()
    }
    const timer = setTimeout(end, ms)
    stop.addEventListener('abort', end)
  })
}
