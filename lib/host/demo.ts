/** The demo workspace and its login: made on an empty embedded database, printed at each start. */
import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import { isPassword } from '@/lib/domain/users/password'
import { DEMO_PEOPLE, isEmpty, makeDemo } from '@/lib/domain/workspaces/make-demo'
import { env, keptSecret } from '@/lib/env'
import { demoSettings } from './demo-customers'

// Without letters and digits that look alike: people type this from a terminal.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const makePassword = () => Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-')

/** Makes it when it is wanted; says whether it did. */
export async function ensureDemo(): Promise<boolean> {
  if (!env.isDemoAllowed || !(await isEmpty())) return false
  const own = [`http://localhost:${env.port}`, `http://127.0.0.1:${env.port}`, ...(env.appUrl ? [env.appUrl] : [])]
  await makeDemo({ password: demoPassword(), origins: own, settingsOf: demoSettings })
  return true
}

/** Null when there is no demo, or somebody has changed its password. */
export async function demoLogin(): Promise<{ email: string; password: string } | null> {
  if (!env.isDemoAllowed) return null
  const email = DEMO_PEOPLE[0].email
  const [user] = await (await reader()).select({ hash: users.passwordHash }).from(users).where(eq(users.email, email)).orderBy(users.id).limit(1)
  if (!user) return null
  const password = demoPassword()
  return (await isPassword(password, user.hash)) ? { email, password } : null
}

const demoPassword = () => keptSecret(env.dataDir, 'demo-password', makePassword)
