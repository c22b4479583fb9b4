'use server'
/** People and their workspace, by admins: the forms of /settings/users and /settings/workspace. */
import { ownAddress } from '@/lib/auth/here'
import { changeRole } from '@/lib/domain/users/change-role'
import { disable, enable } from '@/lib/domain/users/disable'
import { invite, revokeInvitation } from '@/lib/domain/users/invite'
import { createReset } from '@/lib/domain/users/reset-password'
import { updateWorkspace } from '@/lib/domain/workspaces/profile'
import { type FormState, id, runForm, text } from './form'

const path = '/settings/users'

export type NewLink = { link: string; expiresAt: number }

/** Makes an invitation; its link is in the answer and nowhere else. */
export async function inviteAction(_: FormState<NewLink>, form: FormData): Promise<FormState<NewLink>> {
  const made = await runForm(invite, { email: text(form, 'email').trim() || null, role: roleOf(form) }, { path, form, keep: ['email', 'role'] })
  if (!made.done || made.done === true) return { ...made, done: undefined }
  return { done: { link: `${await ownAddress()}/invite/${made.done.token}`, expiresAt: made.done.expiresAt } }
}

export async function revokeInvitationAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(revokeInvitation, { invitationId: id(form, 'invitationId') }, { path, form })
}

export async function changeRoleAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(changeRole, { userId: id(form, 'userId'), role: roleOf(form) }, { path, form })
}

export async function disableAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(disable, { userId: id(form, 'userId') }, { path, form })
}

export async function enableAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(enable, { userId: id(form, 'userId') }, { path, form })
}

export async function renameWorkspaceAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(updateWorkspace, { name: text(form, 'name') }, { path: '/settings/workspace', form, keep: ['name'] })
}

/** Makes a link for a forgotten password; it is in the answer and nowhere else. */
export async function resetLinkAction(_: FormState<NewLink>, form: FormData): Promise<FormState<NewLink>> {
  const made = await runForm(createReset, { userId: id(form, 'userId') }, { path, form })
  if (!made.done || made.done === true) return { ...made, done: undefined }
  return { done: { link: `${await ownAddress()}/reset/${made.done.token}`, expiresAt: made.done.expiresAt } }
}

const roleOf = (form: FormData) => (text(form, 'role') === 'admin' ? 'admin' : 'agent')
