/** What the start says in the terminal. */
import { env } from '@/lib/env'

const started = performance.now()

/** One step, in one line. */
export const say = (line: string) => console.log(`  ${line}`)

/** Where to go, and how to get in. */
export async function greet(address: string): Promise<void> {
  console.log(`\n  Parley ${env.version} is ready at ${address} (${Math.round(performance.now() - started)} ms)\n`)
}
