/** What order the list is shown in. Pure: the list itself is always true, this only decides when a person sees it move. */
import type { ConversationRow } from '@/lib/domain/conversations/row'

/** `isGone`: it left the view, and stays in sight until that disturbs nobody. */
export type Shown = { row: ConversationRow; isGone: boolean }
type How = {
  /** The pointer, the keys or the eye is in the list: nothing may move. */
  isFrozen: boolean
  /** The open conversation stays in its place when reading or answering it takes it out of the view. */
  openId: number | null
  /** What the person did themselves shows at once. */
  isOwn: (id: number) => boolean
}

/** `fresh`: how many rows wait to be shown. */
export function arrange(before: readonly Shown[], rows: readonly ConversationRow[], how: How): { shown: Shown[]; fresh: number } {
  const live = new Map(rows.map((r) => [r.id, r]))
  if (!how.isFrozen) {
    const shown = rows.map((row) => ({ row, isGone: false }))
    const at = before.findIndex((s) => s.row.id === how.openId)
    const open = before[at]
    return { shown: open && !live.has(open.row.id) && !how.isOwn(open.row.id) ? shown.toSpliced(at, 0, { row: open.row, isGone: true }) : shown, fresh: 0 }
  }
  const shown = before.flatMap((s): Shown[] => {
    const row = live.get(s.row.id)
    return row ? [{ row, isGone: false }] : how.isOwn(s.row.id) ? [] : [{ row: s.row, isGone: true }]
  })
  const here = new Set(shown.map((s) => s.row.id))
  const lastKnown = rows.findLastIndex((r) => here.has(r.id))
  let fresh = 0
  for (const [i, row] of rows.entries()) {
    if (here.has(row.id)) continue
    if (i > lastKnown) shown.push({ row, isGone: false })
    else if (how.isOwn(row.id)) shown.splice(placeAfter(shown, rows[i - 1]), 0, { row, isGone: false })
    else fresh++
  }
  return { shown, fresh }
}

const placeAfter = (shown: Shown[], previous: ConversationRow | undefined) => (previous ? shown.findIndex((s) => s.row.id === previous.id) + 1 : 0)
