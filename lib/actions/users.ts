'use server'
/** People, by admins: the forms of /settings/users. */
import { ownAddress } from '@/lib/auth/here'
import { changeRole } from '@/lib/domain/users/change-role'
import { disable, enable } from '@/lib/domain/users/disable'
import { invite, revokeInvitation } from '@/lib/domain/users/invite'
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

const roleOf = (form: FormData) => (text(form, 'role') === 'admin' ? 'admin' : 'agent')
