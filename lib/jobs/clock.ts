/** Looks at the clock now and then, so that one that is set back holds nothing up. */
import { noticeClock } from '@/lib/domain/limits/clock'
import { causeOf } from '@/db/trouble'

const LOOK_EVERY_MS = 10_000

/** Looks at once, and until `stop`. `onJump`: there is work again. */
export async function watchClock(onJump: () => void): Promise<{ stop(): void }> {
  const look = async () => {
    try {
      const back = await noticeClock()
      if (back === 0) return
      console.error(`the clock was set back by ${Math.round(back / 1000)} s: what was due by then goes now`)
      onJump()
    } catch (e) {
      console.error('the clock could not be looked at, trying again', causeOf(e))
    }
  }
  await look()
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  return { stop: () => clearInterval(timer) }
}
