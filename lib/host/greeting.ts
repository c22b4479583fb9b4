/** What the start says in the terminal. */
import { createSetUpLink } from '@/lib/domain/users/set-up'
import { env } from '@/lib/env'
import type {} from '@/lib/stand-in/stage'
import { demoLogin } from './demo'

/** One step, in one line. */
export const say = (line: string) => console.log(`  ${line}`)

/** Where to go, and how to get in. */
export async function greet(address: string): Promise<void> {
  const login = await demoLogin()
  const lines = [`Parley ${env.version} is ready at ${address} (after ${process.uptime().toFixed(1)} s)`]
  if (login) {
    lines.push('', `Email:     ${login.email}`, `Password:  ${login.password}`, '', `Customers: ${address}/demo (a shop page with the chat: open it in a second window)`)
    if (globalThis.parleyStage) lines.push(`           ${address}/demo/customers (play the customers of WhatsApp, Telegram and the others)`)
  }
  const setUp = env.isDemoAllowed ? null : await createSetUpLink()
  if (setUp) lines.push('', `Nobody can sign in yet. The first admin begins here, once: ${address}${setUp}`)
  console.log(`\n${lines.map((l) => `  ${l}`.trimEnd()).join('\n')}\n`)
}
