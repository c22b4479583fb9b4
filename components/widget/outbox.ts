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

/**
 * Where it lies, each message in a place of its own: two tabs that write at the same moment do not overwrite each
 * other's. Frames of other sites often have no storage: then the page around us keeps it.
 */
export type Shelf = { keys(): string[]; read(key: string): string | null; write(key: string, value: string): void; drop(key: string): void }

export class Outbox {
  /** What the shelf would not take lives as long as the page. */
  private readonly memory = new Map<string, Waiting>()

  constructor(private readonly shelf: Shelf) {}

  /** Oldest first. */
  all(): Waiting[] {
    const shelved = this.shelf.keys().flatMap((key) => parsed(this.shelf.read(key)) ?? [])
    return [...shelved, ...this.memory.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
  }

  add(w: Waiting): void {
    try {
      this.shelf.write(w.key, JSON.stringify(w))
      this.memory.delete(w.key)
    } catch {
      this.memory.set(w.key, w)
    }
    this.remove(
      new Set(
        this.all()
          .slice(0, -KEPT_MAX)
          .map((o) => o.key),
      ),
    )
  }

  /** Quiet when it is no longer there: another tab may have sent it meanwhile. */
  update(key: string, fields: Partial<Waiting>): void {
    const now = this.all().find((o) => o.key === key)
    if (now) this.add({ ...now, ...fields })
  }

  remove(keys: ReadonlySet<string>): void {
    for (const key of keys) {
      this.memory.delete(key)
      this.shelf.drop(key)
    }
  }

  clear(): void {
    this.remove(new Set(this.all().map((o) => o.key)))
  }
}

function parsed(text: string | null): Waiting | null {
  try {
    const said: unknown = JSON.parse(text ?? '')
    return isWaiting(said) ? said : null
  } catch {
    return null
  }
}

/** The frame's own storage when it has one, which all tabs share; else values that `keep` passes to the page around us. */
export function shelfOf(slot: string, keep: (value: string) => void): Shelf & { restore(value: string | null): void } {
  const kept = new Map<string, string>()
  const prefix = `${slot}.`
  const own = () => {
    try {
      return window.localStorage
    } catch {
      return null
    }
  }
  const tell = () => keep(kept.size > 0 ? JSON.stringify([...kept]) : '')
  return {
    keys: () => {
      const storage = own()
      return storage ? Object.keys(storage).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])) : [...kept.keys()]
    },
    read: (key) => own()?.getItem(prefix + key) ?? kept.get(key) ?? null,
    write: (key, value) => {
      const storage = own()
      if (storage) return storage.setItem(prefix + key, value)
      kept.set(key, value)
      tell()
    },
    drop: (key) => {
      own()?.removeItem(prefix + key)
      if (kept.delete(key)) tell()
    },
    restore: (value) => {
      try {
        const pairs: unknown = JSON.parse(value ?? '[]')
        if (Array.isArray(pairs)) for (const [key, text] of pairs) if (typeof key === 'string' && typeof text === 'string') kept.set(key, text)
      } catch {
        // Not ours, or cut short: nothing to send from it.
      }
    },
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
