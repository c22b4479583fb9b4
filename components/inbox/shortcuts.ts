/** Every single-key shortcut, once: the registry, the help and the hints read this table. `id` is a word of `inbox.shortcuts`. */
export const SHORTCUTS = {
  next: 'j',
  previous: 'k',
  open: 'Enter',
  back: 'Escape',
  search: '/',
  help: '?',
  undo: 'z',
  reply: 'r',
  note: 'n',
  quote: 'q',
  assign: 'a',
  assignToMe: 'm',
  close: 'e',
  archive: 'y',
  snooze: 'b',
  mute: 's',
  unread: 'u',
  pending: 'p',
  select: 'x',
  details: 'd',
  compose: 't',
  goMine: 'g m',
  goUnassigned: 'g u',
  goAll: 'g a',
  goNeedsReply: 'g r',
  goPending: 'g p',
  goSnoozed: 'g s',
  goClosed: 'g c',
  goArchived: 'g e',
  goTeam: 'g t',
} as const
export type Shortcut = keyof typeof SHORTCUTS

/** A second key for the same thing, for hands trained elsewhere. */
export const ALSO: Partial<Record<Shortcut, string>> = { open: 'o', assignToMe: 'i', snooze: 'h', compose: 'c' }

/** Keys that open a field to type in: from their press on, what is typed is text. */
export const WRITING = ['reply', 'note', 'quote', 'assign', 'snooze', 'compose', 'search'] as const satisfies readonly Shortcut[]

const MOVING = ['next', 'previous', 'open'] as const satisfies readonly Shortcut[]

/** The keys of these shortcuts, the second ones too. */
const keysOf = (ids: readonly Shortcut[]): string[] => ids.flatMap((id) => [SHORTCUTS[id], ALSO[id]].filter((k) => k !== undefined))

export const WRITING_KEYS = keysOf(WRITING)
export const MOVING_KEYS = keysOf(MOVING)
/** Held down, only these go on acting. */
export const REPEATING: readonly Shortcut[] = ['next', 'previous']

const BY_KEY = new Map<string, Shortcut>()
for (const id of Object.keys(SHORTCUTS) as Shortcut[]) {
  BY_KEY.set(SHORTCUTS[id], id)
  const also = ALSO[id]
  if (also) BY_KEY.set(also, id)
}
export const shortcutOf = (key: string): Shortcut | undefined => BY_KEY.get(key)

/** The key as the table spells it: Caps Lock changes no letter, Shift makes it another key. */
export const plainKey = (e: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'getModifierState'>): string =>
  e.key.length === 1 && e.getModifierState('CapsLock') ? (e.shiftKey ? e.key.toUpperCase() : e.key.toLowerCase()) : e.key
