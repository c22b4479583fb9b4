'use server'
/** Signing in and out: the forms' side of the domain's `signIn`. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { addressOf } from '@/lib/auth/address'
import { endSession, startSession } from '@/lib/auth/cookie'
import { safePath } from '@/lib/auth/next-path'
import type { Reason } from '@/lib/domain/errors'
import { report } from '@/lib/domain/report'
import { type SignedIn, signIn } from '@/lib/domain/users/sign-in'

export type SignInState = { error?: Reason; email?: string }

const said = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Signs in and goes to `next`; on failure the form comes back with the reason and the email. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const email = said(form, 'email')
  let who: SignedIn
  try {
    who = await signIn({ email, password: said(form, 'password'), address: addressOf(await headers()) })
  } catch (e) {
    return { error: report(e).reason, email: email.slice(0, 254) }
  }
  await startSession(who.actor.userId, who.sessionVersion)
  return redirect(safePath(form.get('next')))
}

/** Signs this browser out. */
export async function signOutAction(): Promise<void> {
  await endSession()
  redirect('/sign-in')
}
