'use server'
/** One's own name, preferences and password: the forms of /settings/profile. */
import { revalidatePath } from 'next/cache'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { endSession, startSession } from '@/lib/auth/cookie'
import { requireActor } from '@/lib/auth/session'
import { isHttps } from '@/lib/auth/settings'
import { endSession as endOne } from '@/lib/domain/sessions/end'
import { changePassword } from '@/lib/domain/users/change-password'
import { changeProfile } from '@/lib/domain/users/profile'
import { signOutEverywhere } from '@/lib/domain/users/sign-out-everywhere'
import { type FormState, id, runForm, text } from './form'
import { run } from './run'

const path = '/settings/profile'

export async function renameSelfAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(changeProfile, { name: text(form, 'name') }, { path, form, keep: ['name'] })
}

/** '' means the default. The look is also kept in this browser, for the pages before signing in. */
export async function changePreferencesAction(_: FormState, form: FormData): Promise<FormState> {
  const oneOf = <T extends string>(name: string, known: readonly T[]) => known.find((k) => k === text(form, name)) ?? null
  const locale = oneOf('locale', ['en', 'es'])
  const theme = oneOf('theme', ['light', 'dark', 'system'])
  const state = await runForm(
    changeProfile,
    {
      preferences: {
        locale,
        theme,
        clock: oneOf('clock', ['12', '24']),
        timeZone: text(form, 'timeZone') || null,
        shortcuts: text(form, 'shortcuts') === 'on' ? null : false,
      },
    },
    { path, form },
  )
  if (!state.done) return state
  const jar = await cookies()
  for (const [name, value] of [
    ['locale', locale],
    ['theme', theme],
  ] as const)
    jar.set(name, value ?? '', { path: '/', sameSite: 'lax', secure: isHttps(), maxAge: value ? 365 * 86_400 : 0 })
  revalidatePath('/', 'layout')
  return state
}

/** Ends the other sessions; this one goes on under the new version. */
export async function changePasswordAction(_: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor()
  const result = await run(changePassword, { current: text(form, 'current'), next: text(form, 'next'), endsTokens: text(form, 'endsTokens') === 'on' })
  if (!result.ok) return { error: result.error.reason, field: result.error.reason === 'wrong_password' ? 'current' : 'next' }
  await startSession(actor.userId, result.data.sessionVersion, false)
  return { done: true }
}

/** Ends one of one's own sessions; of this browser it is signing out. */
export async function endSessionAction(_: FormState, form: FormData): Promise<FormState> {
  return runForm(endOne, { sessionId: id(form, 'sessionId') }, { path, form })
}

export async function signOutEverywhereAction(): Promise<void> {
  const result = await run(signOutEverywhere, {})
  if (!result.ok && result.error.reason !== 'not_signed_in') throw new Error(result.error.message)
  await endSession()
  redirect('/sign-in')
}
