/** Sends the event log to programs: plans deliveries behind each endpoint's cursor and works them off. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { onCommitted } from '@/lib/domain/announce'
import { claimDeliveries, type Due, renewDelivery, settle } from '@/lib/domain/webhooks/deliver'
import { behind, type Format, type Formats, plan } from '@/lib/domain/webhooks/plan'
import { NotAllowed, postOutside } from '@/lib/net/outside'

/** How long a delivery is a process's; it renews that while it waits for the answer. */
const LEASE_MS = 8_000
const POLL_MS = 5_000
const AT_ONCE = 8

type Options = { formats: Formats; allowInside?: boolean; pollMs?: number }

/** Plans and sends until nothing is due. Safe to call from several processes. Returns how many were tried. */
export async function pumpWebhooks({ formats, allowInside = false }: Options): Promise<number> {
  for (const id of await behind()) await planAll(id, formats)
  let tried = 0
  for (;;) {
    const due = await claimDeliveries(new Date(), LEASE_MS, AT_ONCE)
    if (due.length === 0) return tried
    tried += due.length
    await Promise.all(due.map((d) => attempt(d, formats[d.hook.form], allowInside)))
  }
}

/** One endpoint whose events cannot be told must not keep the others from hearing theirs. */
async function planAll(id: number, formats: Formats): Promise<void> {
  try {
    while (await plan(id, formats)) continue
  } catch (e) {
    console.error(`webhooks: the events for endpoint ${id} could not be planned`, e instanceof Error ? e.message : e)
  }
}

async function attempt(due: Due, format: Format, allowInside: boolean): Promise<void> {
  const held = holdDelivery(due)
  const outcome = await post(due, format, allowInside)
  await held.end()
  await settle(due, outcome, format)
}

async function post(due: Due, format: Format, allowInside: boolean): Promise<Parameters<typeof settle>[1]> {
  const took = format.took ?? ((status: number) => status >= 200 && status < 300)
  try {
    const answer = await postOutside(due.hook.url, due.delivery.body, headersOf(due, format), { allowInside })
    // A redirect is a failure: it is not followed.
    const ok = took(answer.status)
    return { ok, status: answer.status, error: ok ? undefined : `answered ${answer.status}` }
  } catch (e) {
    return { ok: false, error: e instanceof NotAllowed ? `refused: ${e.message}` : e instanceof Error ? e.message : String(e) }
  }
}

/** Keeps others from taking a delivery until `end`. */
function holdDelivery({ delivery }: Due): { end(): Promise<void> } {
  let renewal = Promise.resolve()
  // While the database is away nobody else can take it either.
  const timer = setInterval(() => (renewal = renewal.then(() => renewDelivery(delivery.id, LEASE_MS)).catch(() => {})), LEASE_MS / 3)
  return {
    end() {
      clearInterval(timer)
      return renewal
    },
  }
}

const headersOf = ({ hook, delivery }: Due, format: Format): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'Parley',
  ...(hook.authorization ? { authorization: hook.authorization } : {}),
  ...format.headers?.(hook, delivery),
})

/** Runs the pump on every commit and on a slow poll. `stop` waits for what is under way. */
export function startWebhooks(options: Options): { stop(): Promise<void> } {
  let running: Promise<void> | null = null
  let again = false
  let stopped = false
  // Whoever kicks may stand in a transaction of their own: the pump must not be carried into it.
  const outside = AsyncLocalStorage.snapshot()
  const kick = () => outside(look)
  const look = () => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    running = pumpWebhooks(options)
      .then(
        () => {},
        (e) => console.error('webhooks:', e instanceof Error ? e.message : e),
      )
      .then(() => {
        running = null
        if (again) {
          again = false
          look()
        }
      })
  }
  const off = onCommitted(kick)
  const timer = setInterval(kick, options.pollMs ?? POLL_MS)
  return {
    async stop() {
      stopped = true
      off()
      clearInterval(timer)
      await running
    },
  }
}
