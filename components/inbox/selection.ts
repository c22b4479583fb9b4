'use client'
/** Which conversations of the list are selected. One list is shown at a time; another one begins with none. */
import { useSyncExternalStore } from 'react'

let selected: readonly number[] = []
const NONE: readonly number[] = []
const listeners = new Set<() => void>()
const set = (to: readonly number[]) => {
  selected = to
  for (const l of listeners) l()
}

export const selectedIds = (): readonly number[] => selected
export const toggleSelected = (id: number): void => set(selected.includes(id) ? selected.filter((s) => s !== id) : [...selected, id])
export const clearSelection = (): void => {
  if (selected.length > 0) set(NONE)
}
/** Keeps of the selection what is still in the list. */
export const keepSelected = (here: ReadonlySet<number>): void => {
  if (selected.some((id) => !here.has(id))) set(selected.filter((id) => here.has(id)))
}
/** The selected conversations, drawn again when they change. */
export const useSelection = (): readonly number[] =>
  useSyncExternalStore(
    (l) => {
      listeners.add(l)
      return () => void listeners.delete(l)
    },
    selectedIds,
    () => NONE,
  )
