'use server'
/** Signing in and out: the forms' side of the domain's `signIn`. */
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { addressOf } from '@/lib/auth/address'
import { endSession, startSession } from '@/lib/auth/cookie'
import { deviceIn } from '@/lib/auth/device'
import { safePath } from '@/lib/auth/next-path'
import type { Reason } from '@/lib/domain/errors'
import { report } from '@/lib/domain/report'
import { type SignedIn, signIn } from '@/lib/domain/users/sign-in'

/** `workspaces`: to choose from, where the email and password fit several. */
export type SignInState = { error?: Reason; email?: string; workspaces?: { id: number; name: string }[] }

const choices = z.array(z.object({ id: z.number(), name: z.string() }))

const said = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Signs in and goes to `next`; on failure the form comes back with the reason and the email. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const email = said(form, 'email')
  let who: SignedIn
  try {
    const sent = await headers()
    const workspaceId = Number.parseInt(said(form, 'workspaceId'), 10) || undefined
    who = await signIn({ email, password: said(form, 'password'), address: addressOf(sent), device: deviceIn(sent.get('cookie')), workspaceId })
  } catch (e) {
    const { reason, data } = report(e)
    return { error: reason, email: email.slice(0, 254), workspaces: choices.safeParse(data.workspaces).data }
  }
  await startSession(who.actor.userId, who.sessionVersion)
  return redirect(safePath(form.get('next')))
}

/** Signs this browser out. */
export async function signOutAction(): Promise<void> {
  await endSession()
  redirect('/sign-in')
}
