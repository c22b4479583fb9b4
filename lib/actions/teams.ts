'use server'
/** Teams, by admins: the forms of /settings/teams. */
import { addMember } from '@/lib/domain/teams/add-member'
import { createTeam } from '@/lib/domain/teams/create'
import { removeTeam } from '@/lib/domain/teams/remove'
import { removeMember } from '@/lib/domain/teams/remove-member'
import { renameTeam } from '@/lib/domain/teams/rename'
import { type FormState, id, runForm, text } from './form'

const path = '/settings/teams'

export async function createTeamAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(createTeam, { name: text(form, 'name') }, { path, form, keep: ['name'] })
}

export async function renameTeamAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(renameTeam, { teamId: id(form, 'teamId'), name: text(form, 'name') }, { path, form, keep: ['name'] })
}

export async function removeTeamAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(removeTeam, { teamId: id(form, 'teamId') }, { path, form })
}

export async function addMemberAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(addMember, { teamId: id(form, 'teamId'), userId: id(form, 'userId') }, { path, form })
}

export async function removeMemberAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(removeMember, { teamId: id(form, 'teamId'), userId: id(form, 'userId') }, { path, form })
}
