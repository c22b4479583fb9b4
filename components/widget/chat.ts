/** The chat's state and everything that changes it, apart from any screen. */
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { Timeline } from '@/lib/domain/visitors/timeline'
import type { VisitorMessage } from '@/lib/domain/visitors/view'
import { ask, askJson, Problem } from './api'
import { Host, type HostMessage } from './host'
import { Live } from './live'
import { inOrder } from './order'
import { newKey, Outbox, shelfOf, type Waiting } from './outbox'
import { Reading } from './reading'
import { Sender } from './sender'
import { type Said, Session } from './session'
import { SiteTabs } from './site-tabs'

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
  /** A person opened it, so the field may take the focus; false where it was only open on the page before. */
  takesFocus: boolean
  /** What stands in the field. */
  draft: string
  isTeamHere: boolean
  /** The email that the visitor left, if any. */
  email: string | null
  isIdentified: boolean
}

const TYPING_EVERY = 3000
/** Characters of a draft that are stored at every key: a page's storage is small and slow. */
const DRAFT_MAX = 20_000

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
  private readonly reading: Reading
  private readonly sender: Sender
  private typingTimer: ReturnType<typeof setTimeout> | undefined
  private typedAt = 0

  constructor(
    private readonly key: string,
    isTeamHere: boolean,
  ) {
    this.base = `/api/widget/${key}`
    this.host = new Host((m) => this.heard(m))
    this.session = new Session(this.base, key, this.host)
    this.shelf = shelfOf(`parley.outbox.${key}`, (value) => this.host.store('box', value))
    this.outbox = new Outbox(this.shelf)
    this.reading = new Reading((body) => askJson(`${this.base}/seen`, { token: this.session.token, body }))
    this.sender = new Sender(this.base, this.session, this.outbox, {
      sent: (mine) => {
        this.set({ phase: 'ready', messages: inOrder([mine, ...this.state.messages]), waiting: this.outbox.all(), connection: 'online' })
        if (!this.live) this.connect()
      },
      changed: () => this.set({ waiting: this.outbox.all() }),
      offline: () => this.set({ connection: 'offline' }),
      over: () => {
        this.live?.stop()
        this.live = null
      },
    })
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
      takesFocus: true,
      draft: '',
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
    const online = () => void this.sender.flush()
    document.addEventListener('visibilitychange', visible)
    window.addEventListener('online', online)
    if (!this.host.isEmbedded) this.open(this.session.restore())
    return () => {
      stopHost()
      document.removeEventListener('visibilitychange', visible)
      window.removeEventListener('online', online)
      this.live?.stop()
      clearTimeout(this.typingTimer)
      this.reading.stop()
      this.sender.stop()
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
    void this.sender.flush()
  }

  /** Stores what is half written, so that the next page of the site goes on with it. */
  setDraft(draft: string): void {
    this.set({ draft })
    this.host.store('draft', draft.length <= DRAFT_MAX ? draft : '')
  }

  retry(key: string): void {
    this.outbox.update(key, { failed: null })
    this.set({ waiting: this.outbox.all() })
    void this.sender.flush()
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
      this.set({ takesFocus: m.focus, ...(m.draft && this.state.draft === '' ? { draft: m.draft } : {}) })
      this.open(m.token || null)
      if (m.open) this.look(true)
    }
    if (m.t === 'open') {
      this.set({ takesFocus: true })
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
    if (this.state.waiting.length > 0) void this.sender.flush()
    if (!this.host.isEmbedded) this.look(true)
  }

  private connect(): void {
    this.live?.stop()
    this.live = new Live({
      base: this.base,
      // Tabs of another visitor must not hear it; the token itself is nobody's name.
      name: `parley.live.${this.key}.${this.session.token?.slice(0, 12)}`,
      tabs: (heard, changed) => (this.host.isEmbedded ? this.host.tabs(heard, changed) : new SiteTabs(heard, changed)),
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
    if (connection === 'online') void this.sender.flush()
    if (connection === 'offline' && this.state.phase === 'loading') this.set({ phase: 'failed' })
  }

  private took(page: Timeline, isWhole: boolean): void {
    this.cursor = page.cursor
    this.reading.learn(page.seen.me, isWhole)
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
    if (isSeen) this.reading.look(this.state.messages)
    const unread = this.reading.unread(this.state.messages)
    if (isOpen !== this.state.isOpen || unread !== this.state.unread) this.set({ isOpen, unread })
    this.host.tell('unread', unread)
    if (isSeen) this.acknowledge()
  }

  private acknowledge(): void {
    this.reading.acknowledge(() => ({ messages: this.state.messages, cursor: this.cursor }))
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
    this.setDraft('')
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
    this.reading.reset()
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
