'use server'

/** What an agent does to conversations, for our own screens. Each answers `Result`; nothing is decided here. */
import { archive, unarchive } from '@/lib/domain/conversations/archive'
import { assign } from '@/lib/domain/conversations/assign'
import { close } from '@/lib/domain/conversations/close'
import { markPending } from '@/lib/domain/conversations/mark-pending'
import { markRead } from '@/lib/domain/conversations/mark-read'
import { markUnread } from '@/lib/domain/conversations/mark-unread'
import { mute, unmute } from '@/lib/domain/conversations/mute'
import { addParticipants, removeParticipants } from '@/lib/domain/conversations/participants'
import { rename } from '@/lib/domain/conversations/rename'
import { reopen } from '@/lib/domain/conversations/reopen'
import { setTeam } from '@/lib/domain/conversations/set-team'
import { snooze } from '@/lib/domain/conversations/snooze'
import { startTeam } from '@/lib/domain/conversations/start'
import { type Input, run } from './run'

export async function assignAction(input: Input<typeof assign>) {
  return run(assign, input)
}

export async function setTeamAction(input: Input<typeof setTeam>) {
  return run(setTeam, input)
}

export async function closeAction(input: Input<typeof close>) {
  return run(close, input)
}

export async function reopenAction(input: Input<typeof reopen>) {
  return run(reopen, input)
}

export async function markPendingAction(input: Input<typeof markPending>) {
  return run(markPending, input)
}

export async function snoozeAction(input: Input<typeof snooze>) {
  return run(snooze, input)
}

export async function archiveAction(input: Input<typeof archive>) {
  return run(archive, input)
}

export async function unarchiveAction(input: Input<typeof unarchive>) {
  return run(unarchive, input)
}

export async function muteAction(input: Input<typeof mute>) {
  return run(mute, input)
}

export async function unmuteAction(input: Input<typeof unmute>) {
  return run(unmute, input)
}

export async function markReadAction(input: Input<typeof markRead>) {
  return run(markRead, input)
}

export async function markUnreadAction(input: Input<typeof markUnread>) {
  return run(markUnread, input)
}

export async function renameAction(input: Input<typeof rename>) {
  return run(rename, input)
}

export async function addParticipantsAction(input: Input<typeof addParticipants>) {
  return run(addParticipants, input)
}

export async function removeParticipantsAction(input: Input<typeof removeParticipants>) {
  return run(removeParticipants, input)
}

export async function startTeamAction(input: Input<typeof startTeam>) {
  return run(startTeam, input)
}
