'use client'
/** What a person does to a conversation: shown at once, taken back on failure, undone on request. */
export type Acts = {
  assign(id: number, assigneeId: number | null): void
  setTeam(id: number, teamId: number | null): void
  close(id: number): void
  reopen(id: number): void
  markPending(id: number): void
  /** `until`: unix ms. */
  snooze(id: number, until: number): void
  archive(id: number): void
  unarchive(id: number): void
  mute(id: number, minutes: number): void
  unmute(id: number): void
  /** Quiet: no toast. `index` absent: all. */
  markRead(id: number, index?: number): void
  /** `fromIndex` absent: the newest message somebody wrote. */
  markUnread(id: number, fromIndex?: number): void
  rename(id: number, title: string): void
  addParticipants(id: number, userIds: number[]): void
  removeParticipants(id: number, userIds: number[]): void
  /** Takes back the last thing done, if it still can be. */
  undo(): void
}

/** The acts, stable across renders. Errors become toasts; nothing throws. */
export function useAct(): Acts {
  return QUIET
}

const nothing = () => {}
const QUIET: Acts = {
  assign: nothing, setTeam: nothing, close: nothing, reopen: nothing, markPending: nothing, snooze: nothing, archive: nothing, unarchive: nothing, mute: nothing, unmute: nothing,
  markRead: nothing, markUnread: nothing, rename: nothing, addParticipants: nothing, removeParticipants: nothing, undo: nothing,
}
