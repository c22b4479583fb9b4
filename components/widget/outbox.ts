/** What was written and is not acknowledged yet. It lies in storage, so that a reload or a dead network loses nothing. */
import type { AttachmentView } from '@/lib/domain/messages/view'

export type Waiting = {
  /** The same for every try: the server keeps one. */
  key: string
  body: string
  files: AttachmentView[]
  /** Unix ms, by this browser's clock. */
  at: number
  /** Why it was refused for good; null while it may still go. */
  failed: string | null
}

/** Messages kept at most; a page that writes more by itself is not a person. */
const KEPT_MAX = 50

/** Where it lies. Frames of other sites often have no storage of their own: then the page around us keeps it. */
export type Shelf = { read(): string | null; write(value: string): void }

export class Outbox {
  private memory: Waiting[] = []
  private isStuck = false

  constructor(private readonly shelf: Shelf) {}

  all(): Waiting[] {
    if (this.isStuck) return this.memory
    try {
      const said: unknown = JSON.parse(this.shelf.read() || '[]')
      if (Array.isArray(said)) this.memory = said.filter(isWaiting)
    } catch {
      // What we have in memory is as good as it gets.
    }
    return this.memory
  }

  add(w: Waiting): void {
    this.write([...this.all().filter((o) => o.key !== w.key), w].slice(-KEPT_MAX))
  }

  /** Another tab may have changed the others meanwhile: only this one is touched. */
  update(key: string, fields: Partial<Waiting>): void {
    this.write(this.all().map((o) => (o.key === key ? { ...o, ...fields } : o)))
  }

  remove(keys: ReadonlySet<string>): void {
    const all = this.all()
    const left = all.filter((o) => !keys.has(o.key))
    if (left.length < all.length) this.write(left)
  }

  clear(): void {
    this.write([])
  }

  private write(all: Waiting[]): void {
    this.memory = all
    try {
      this.shelf.write(all.length > 0 ? JSON.stringify(all) : '')
    } catch {
      // Full: from now on it lives in memory, as long as the page.
      this.isStuck = true
    }
  }
}

/** The frame's own storage when it has one, which all tabs share; else a value that `keep` passes to the page around us. */
export function shelfOf(slot: string, keep: (value: string) => void): Shelf & { restore(value: string | null): void } {
  let kept = ''
  const own = () => {
    try {
      return window.localStorage
    } catch {
      return null
    }
  }
  return {
    read: () => own()?.getItem(slot) ?? kept,
    write: (value) => {
      const storage = own()
      if (!storage) keep((kept = value))
      else if (value) storage.setItem(slot, value)
      else storage.removeItem(slot)
    },
    restore: (value) => (kept = value ?? ''),
  }
}

/** A key no other browser has. Not `randomUUID`: sites without TLS have none. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')

const isWaiting = (w: unknown): w is Waiting =>
  typeof w === 'object' &&
  w !== null &&
  'key' in w &&
  typeof w.key === 'string' &&
  'body' in w &&
  typeof w.body === 'string' &&
  'files' in w &&
  Array.isArray(w.files) &&
  'at' in w &&
  typeof w.at === 'number'
