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
  close: 'c',
  archive: 'e',
  snooze: 'b',
  mute: 'x',
  unread: 'u',
  pending: 'p',
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
export const ALSO: Partial<Record<Shortcut, string>> = { open: 'o', assignToMe: 'i', snooze: 'h' }
