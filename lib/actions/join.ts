'use server'
/** Joining by a link: an invitation, or the first admin's set-up. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { addressOf } from '@/lib/auth/address'
import { startSession } from '@/lib/auth/cookie'
import type { DomainError } from '@/lib/domain/errors'
import { keyOf, take } from '@/lib/domain/limits/take'
import { report } from '@/lib/domain/report'
import { acceptInvitation } from '@/lib/domain/users/accept-invitation'
import type { SignedIn } from '@/lib/domain/users/sign-in'
import { type FormState, text } from './form'

const LIMIT = { max: 30, windowMs: 15 * 60_000 }

/** Makes the account, signs it in and opens the inbox. */
export async function joinAction(_: FormState, form: FormData): Promise<FormState> {
  let who: SignedIn
  try {
    await take(keyOf('join:address', addressOf(await headers())), LIMIT)
    const workspaceName = text(form, 'workspaceName') || undefined
    who = await acceptInvitation({ token: text(form, 'token'), name: text(form, 'name'), email: text(form, 'email'), password: text(form, 'password'), workspaceName })
  } catch (e) {
    const error = report(e)
    const said = Object.fromEntries(['name', 'email', 'workspaceName'].map((name) => [name, text(form, name).slice(0, 400)]))
    return { error: error.reason, field: fieldOf(error), said }
  }
  await startSession(who.actor.userId, who.sessionVersion)
  return redirect('/')
}

const fieldOf = (e: DomainError) =>
  e.reason === 'email_taken' || e.reason === 'invitation_for_another'
    ? 'email'
    : e.reason === 'weak_password'
      ? 'password'
      : typeof e.data.field === 'string'
        ? e.data.field
        : undefined
