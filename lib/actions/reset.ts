'use server'
/** A forgotten password: asking for a link, and using one. */
import { after } from 'next/server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { addressOf } from '@/lib/auth/address'
import { startSession } from '@/lib/auth/cookie'
import { report } from '@/lib/domain/report'
import { askForReset, resetPassword, takeResetRequest } from '@/lib/domain/users/reset-password'
import type { SignedIn } from '@/lib/domain/users/sign-in'
import { type FormState, text } from './form'

/** Says the same whoever has this email: what it finds is looked up once the answer is out. */
export async function askForResetAction(_: FormState, form: FormData): Promise<FormState> {
  try {
    const email = await takeResetRequest({ email: text(form, 'email'), address: addressOf(await headers()) })
    after(() => askForReset(email).catch(report))
    return { done: true }
  } catch (e) {
    return { error: report(e).reason, said: { email: text(form, 'email').slice(0, 254) } }
  }
}

/** Keeps the new password, signs in and opens the inbox. */
export async function resetPasswordAction(_: FormState, form: FormData): Promise<FormState> {
  let who: SignedIn
  try {
    who = await resetPassword({ token: text(form, 'token'), password: text(form, 'password'), endsTokens: text(form, 'endsTokens') === 'on' })
  } catch (e) {
    const { reason } = report(e)
    return { error: reason, field: reason === 'weak_password' ? 'password' : undefined }
  }
  await startSession(who.actor.userId, who.sessionVersion)
  return redirect('/')
}
