/** The chat's state and everything that changes it, apart from any screen. */
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { Timeline } from '@/lib/domain/visitors/timeline'
import type { VisitorMessage } from '@/lib/domain/visitors/view'
import { ask, askJson, Problem } from './api'
import { Host, type HostMessage } from './host'
import { Live } from './live'
import { inOrder } from './order'
import { newKey, Outbox, shelfOf, type Waiting } from './outbox'
import { type Said, Session } from './session'

export type State = {
  /** `idle`: nothing was ever said. */
  phase: 'starting' | 'idle' | 'loading' | 'ready' | 'failed'
  messages: VisitorMessage[]
  waiting: Waiting[]
  /** Who of the team is writing. */
  typing: string[]
  /** How far the team has read, by conversation. */
  teamRead: Record<number, number>
  unread: number
  older: string | null
  isLoadingOlder: boolean
  connection: 'online' | 'offline'
  isOpen: boolean
  isTeamHere: boolean
  /** The email that the visitor left, if any. */
  email: string | null
  isIdentified: boolean
}

const TYPING_EVERY = 3000
const ACK_AFTER = 300
const RETRY = 3000
const WAITING_MAX = 30_000

function stored(slot: string): string | null {
  try {
    return localStorage.getItem(slot)
  } catch {
    return null
  }
}

export class Chat {
  private state: State
  private readonly listeners = new Set<() => void>()
  private readonly base: string
  private readonly host: Host
  private readonly session: Session
  private readonly shelf: ReturnType<typeof shelfOf>
  private readonly outbox: Outbox
  private live: Live | null = null
  private cursor: string | null = null
  private meRead = new Map<number, number>()
  private acked = ''
  private ackTimer: ReturnType<typeof setTimeout> | undefined
  private typingTimer: ReturnType<typeof setTimeout> | undefined
  private flushTimer: ReturnType<typeof setTimeout> | undefined
  private flushing = false
  private typedAt = 0

  constructor(
    private readonly key: string,
    isTeamHere: boolean,
  ) {
    this.base = `/api/widget/${key}`
    this.host = new Host((m) => this.heard(m))
    this.session = new Session(this.base, key, this.host)
    this.shelf = shelfOf(`parley.outbox.${key}`, (value) => this.host.keepBox(value))
    this.outbox = new Outbox(this.shelf)
    this.state = {
      phase: 'starting',
      messages: [],
      waiting: [],
      typing: [],
      teamRead: {},
      unread: 0,
      older: null,
      isLoadingOlder: false,
      connection: 'online',
      isOpen: false,
      isTeamHere,
      email: null,
      isIdentified: false,
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  get = (): State => this.state

  /** Begins; returns how to end. */
  start(): () => void {
    const stopHost = this.host.start()
    const visible = () => this.look()
    const online = () => void this.flush()
    document.addEventListener('visibilitychange', visible)
    window.addEventListener('online', online)
    if (!this.host.isEmbedded) this.open(this.session.restore())
    return () => {
      stopHost()
      document.removeEventListener('visibilitychange', visible)
      window.removeEventListener('online', online)
      this.live?.stop()
      for (const t of [this.ackTimer, this.typingTimer, this.flushTimer]) clearTimeout(t)
    }
  }

  get isEmbedded(): boolean {
    return this.host.isEmbedded
  }

  close(): void {
    this.host.tell('close')
  }

  /** Shows it at once, keeps it, and sends it as soon as that is possible. */
  send(body: string, files: AttachmentView[]): void {
    if (body.trim() === '' && files.length === 0) return
    this.outbox.add({ key: newKey(), body, files, at: Date.now(), failed: null })
    this.stopTyping()
    this.set({ waiting: this.outbox.all(), ...(this.state.phase === 'idle' ? { phase: 'ready' } : {}) })
    void this.flush()
  }

  retry(key: string): void {
    this.outbox.update(key, { failed: null })
    this.set({ waiting: this.outbox.all() })
    void this.flush()
  }

  discard(key: string): void {
    this.outbox.remove(new Set([key]))
    this.set({ waiting: this.outbox.all() })
  }

  /** Throws Problem. */
  async upload(file: File): Promise<AttachmentView> {
    const token = await this.session.ensure()
    return askJson(`${this.base}/attachments`, { token, file, headers: { 'x-file-name': encodeURIComponent(file.name), 'content-type': 'application/octet-stream' } })
  }

  /** The bytes of a file, or of its small picture. Throws Problem. */
  async fetchFile(id: number, part: 'file' | 'thumb'): Promise<Blob> {
    const r = await ask(`${this.base}/attachments/${id}${part === 'thumb' ? '/thumb' : ''}`, { token: this.session.token })
    return r.blob()
  }

  /** Called at every key; told to the team now and then. */
  typed(): void {
    if (this.state.messages.length === 0 || Date.now() - this.typedAt < TYPING_EVERY) return
    this.typedAt = Date.now()
    this.tell('typing', { typing: true })
  }

  stopTyping(): void {
    if (this.typedAt === 0) return
    this.typedAt = 0
    this.tell('typing', { typing: false })
  }

  async loadOlder(): Promise<void> {
    const { older, isLoadingOlder } = this.state
    if (!older || isLoadingOlder) return
    this.set({ isLoadingOlder: true })
    try {
      const page = await askJson<Timeline>(`${this.base}/messages?before=${older}`, { token: this.session.token })
      this.set({ messages: inOrder([...page.messages, ...this.state.messages]), older: page.older, isLoadingOlder: false })
    } catch {
      this.set({ isLoadingOlder: false })
    }
  }

  /** What the visitor says of themselves: it proves nothing. */
  async introduce(said: Said): Promise<void> {
    this.session.said = { ...this.session.said, ...said }
    if (this.session.token) await askJson(`${this.base}/identify`, { token: this.session.token, body: { said } })
    if (said.email) this.rememberEmail(said.email)
  }

  reload(): void {
    this.set({ phase: 'loading' })
    this.connect()
  }

  private heard(m: HostMessage): void {
    if (m.t === 'init') {
      this.shelf.restore(m.box ?? null)
      if (m.user) this.identify(m.user)
      this.open(m.token || null)
      if (m.open) this.look(true)
    }
    if (m.t === 'open') {
      this.look(true)
      void this.refresh()
    }
    if (m.t === 'closed') this.look(false)
    if (m.t === 'identify') this.identify(m.v)
    if (m.t === 'logout') void this.logout(m.v || this.session.token)
    if (m.t === 'token' && (m.v || null) !== this.session.token) {
      // Another tab began a session, or ended ours.
      this.reset()
      this.open(m.v || null)
    }
  }

  private open(token: string | null): void {
    this.session.token = token
    this.set({ phase: token ? 'loading' : 'idle', waiting: this.outbox.all(), email: stored(this.emailSlot) })
    if (token) this.connect()
    if (this.state.waiting.length > 0) void this.flush()
    if (!this.host.isEmbedded) this.look(true)
  }

  private connect(): void {
    this.live?.stop()
    this.live = new Live({
      base: this.base,
      token: () => this.session.token,
      cursor: () => this.cursor,
      page: (p, isWhole) => this.took(p, isWhole),
      typing: (names) => this.showTyping(names),
      over: () => void this.ended(),
      state: (connection) => this.connected(connection),
    })
    this.live.start()
  }

  private connected(connection: State['connection']): void {
    if (connection !== this.state.connection) this.set({ connection })
    if (connection === 'online') void this.flush()
    if (connection === 'offline' && this.state.phase === 'loading') this.set({ phase: 'failed' })
  }

  private took(page: Timeline, isWhole: boolean): void {
    this.cursor = page.cursor
    if (isWhole) this.meRead = new Map()
    for (const [id, index] of page.seen.me) this.meRead.set(id, Math.max(index, this.meRead.get(id) ?? -1))
    const arrived = new Set(page.messages.flatMap((m) => m.key ?? []))
    if (arrived.size > 0) this.outbox.remove(arrived)
    const old = isWhole ? [] : this.state.messages
    this.set({
      phase: 'ready',
      messages: page.messages.length > 0 || isWhole ? inOrder([...old, ...page.messages]) : old,
      waiting: this.outbox.all(),
      teamRead: Object.fromEntries(page.seen.team),
      older: isWhole ? page.older : this.state.older,
    })
    if (page.messages.some((m) => m.from === 'team')) this.showTyping([])
    this.look()
    this.acknowledge()
  }

  /** Whether somebody is looking: then what is there is read. */
  private look(isOpen = this.state.isOpen): void {
    const isSeen = isOpen && document.visibilityState === 'visible'
    if (isSeen) for (const m of this.state.messages) if (m.index > (this.meRead.get(m.conversationId) ?? -1)) this.meRead.set(m.conversationId, m.index)
    const unread = this.state.messages.filter((m) => m.from === 'team' && m.index > (this.meRead.get(m.conversationId) ?? -1)).length
    if (isOpen !== this.state.isOpen || unread !== this.state.unread) this.set({ isOpen, unread })
    this.host.tell('unread', unread)
    if (isSeen) this.acknowledge()
  }

  /** Tells the team what arrived and what was read, gathered for a moment. */
  private acknowledge(): void {
    clearTimeout(this.ackTimer)
    this.ackTimer = setTimeout(() => {
      const team = this.state.messages.filter((m) => m.from === 'team')
      if (team.length === 0 || !this.cursor) return
      const read = [...this.meRead]
        .filter(([, index]) => index >= 0)
        .map(([id, index]) => `${id}.${index}`)
        .join('_')
      const body = { delivered: this.cursor, read: read || undefined }
      const said = JSON.stringify([team.at(-1)?.id, read])
      if (said === this.acked) return
      this.acked = said
      askJson(`${this.base}/seen`, { token: this.session.token, body }).catch(() => (this.acked = ''))
    }, ACK_AFTER)
  }

  /** Sends what waits, one after the other, so that it arrives in order. */
  private async flush(): Promise<void> {
    if (this.flushing) return
    this.flushing = true
    clearTimeout(this.flushTimer)
    try {
      for (let w = this.next(), sessions = 0; w; w = this.next()) {
        const again = await this.post(w)
        if (again === 'session' && sessions++ < 2) continue
        if (again === null) continue
        this.flushTimer = setTimeout(() => void this.flush(), again === 'session' ? RETRY : again)
        return
      }
    } finally {
      this.flushing = false
    }
  }

  private next(): Waiting | undefined {
    return this.outbox.all().find((w) => w.failed === null)
  }

  /** null: settled. A number: try again after so many ms. `session`: at once, with a new one. */
  private async post(w: Waiting): Promise<number | 'session' | null> {
    try {
      const token = await this.session.ensure()
      const body = { body: w.body, key: w.key, attachmentIds: w.files.map((f) => f.id) }
      const { message } = await askJson<{ message: Pick<VisitorMessage, 'id' | 'conversationId' | 'index' | 'at'> }>(`${this.base}/messages`, { token, body })
      this.outbox.remove(new Set([w.key]))
      const mine: VisitorMessage = { ...message, from: 'me', name: null, body: w.body, attachments: w.files, key: w.key }
      this.set({ phase: 'ready', messages: inOrder([mine, ...this.state.messages]), waiting: this.outbox.all(), connection: 'online' })
      if (!this.live) this.connect()
      return null
    } catch (e) {
      const p = e instanceof Problem ? e : new Problem('unexpected', 500)
      if (p.reason === 'session_over') {
        await this.session.forget()
        this.live?.stop()
        this.live = null
        return 'session'
      }
      if (p.reason === 'too_many') return Math.min(WAITING_MAX, Math.max(RETRY, Number(p.data.retryAt ?? 0) - Date.now()))
      if (p.status === 0 || p.status >= 500) {
        this.set({ connection: p.status === 0 ? 'offline' : this.state.connection })
        return RETRY
      }
      this.outbox.update(w.key, { failed: p.reason })
      this.set({ waiting: this.outbox.all() })
      return null
    }
  }

  private showTyping(names: string[]): void {
    clearTimeout(this.typingTimer)
    if (names.join() !== this.state.typing.join()) this.set({ typing: names })
    // Should the end of it get lost, it ends by itself.
    if (names.length > 0) this.typingTimer = setTimeout(() => this.set({ typing: [] }), 8000)
  }

  private tell(path: string, body: unknown): void {
    if (this.session.token) askJson(`${this.base}/${path}`, { token: this.session.token, body }).catch(() => {})
  }

  /** A JWT of the site's backend, or what the site says without proof. */
  private identify(user: unknown): void {
    if (typeof user === 'string') {
      this.session.identity = user
      this.set({ isIdentified: true })
      askJson<{ token: string | null; changed: boolean }>(`${this.base}/identify`, { token: this.session.token, body: { identity: user } }).then(
        async ({ token, changed }) => {
          if (token) await this.session.keep(token)
          if (!token && !changed) return
          this.reset()
          this.open(this.session.token)
        },
        (e: unknown) => {
          this.set({ isIdentified: false })
          console.warn('Parley: the identity was not accepted', e instanceof Problem ? e.reason : e)
        },
      )
    } else if (typeof user === 'object' && user !== null) {
      const text = (v: unknown) => (typeof v === 'string' && v.trim() !== '' ? v.trim() : undefined)
      const name = 'name' in user ? text(user.name) : undefined
      const email = 'email' in user ? text(user.email) : undefined
      if (name || email) this.introduce({ name, email }).catch(() => {})
    }
  }

  private async logout(token: string | null): Promise<void> {
    this.session.identity = undefined
    this.session.said = {}
    this.reset()
    this.outbox.clear()
    this.rememberEmail(null)
    this.set({ phase: 'idle', waiting: [], isIdentified: false })
    if (token) await askJson(`${this.base}/logout`, { token, method: 'POST' }).catch(() => {})
    if (token === this.session.token) await this.session.forget()
  }

  /** The session was ended elsewhere: what is on the screen is no longer ours to show. */
  private async ended(): Promise<void> {
    this.reset()
    this.set({ phase: 'idle' })
    await this.session.forget()
  }

  private reset(): void {
    this.live?.stop()
    this.live = null
    this.cursor = null
    this.acked = ''
    this.meRead = new Map()
    this.set({ messages: [], typing: [], teamRead: {}, unread: 0, older: null })
    this.host.tell('unread', 0)
  }

  private get emailSlot(): string {
    return `parley.email.${this.key}`
  }

  /** So that nobody is asked twice. */
  private rememberEmail(email: string | null): void {
    try {
      if (email) localStorage.setItem(this.emailSlot, email)
      else localStorage.removeItem(this.emailSlot)
    } catch {
      // Asked again after a reload, then.
    }
    this.set({ email })
  }

  private async refresh(): Promise<void> {
    const config = await askJson<{ online: boolean }>(this.base).catch(() => null)
    if (config && config.online !== this.state.isTeamHere) this.set({ isTeamHere: config.online })
  }

  private set(fields: Partial<State>): void {
    this.state = { ...this.state, ...fields }
    for (const l of this.listeners) l()
  }
}
