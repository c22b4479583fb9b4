/** Sends the event log to programs: plans deliveries behind each endpoint's cursor and works them off. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { onCommitted } from '@/lib/domain/announce'
import { claimDeliveries, type Due, renewDelivery, settle } from '@/lib/domain/webhooks/deliver'
import { behind, type Format, type Formats, plan } from '@/lib/domain/webhooks/plan'
import { NotAllowed, postOutside } from '@/lib/net/outside'

/** How long a delivery is a process's; it renews that while it waits for the answer. */
const LEASE_MS = 8_000
const POLL_MS = 5_000
/** On their way at the same time: all together, of one workspace, of one endpoint. An answer is waited for up to 30 s. */
const AT_ONCE = 64
const OF_WORKSPACE = 8
const OF_ENDPOINT = 4

type Options = { formats: Formats; allowInside?: boolean; pollMs?: number }

/** What happens while the pump waits: `next` resolves when there is something new to plan; `isOver`: begin nothing more. */
type Signals = { next(): Promise<void>; isOver(): boolean }
const ALONE: Signals = { next: () => new Promise(() => {}), isOver: () => false }

/** Plans and sends until nothing is due. Safe to call from several processes. Returns how many were tried. */
export async function pumpWebhooks({ formats, allowInside = false }: Options, signals = ALONE): Promise<number> {
  const have = { endpoint: new Map<number, number>(), workspace: new Map<number, number>() }
  const running = new Set<Promise<void>>()
  let [tried, done] = [0, 0]
  const begin = (d: Due) => {
    tried++
    for (const [map, id] of [
      [have.endpoint, d.hook.id],
      [have.workspace, d.hook.workspaceId],
    ] as const)
      map.set(id, (map.get(id) ?? 0) + 1)
    const work = attempt(d, formats[d.hook.form], allowInside).finally(() => {
      running.delete(work)
      done++
      for (const [map, id] of [
        [have.endpoint, d.hook.id],
        [have.workspace, d.hook.workspaceId],
      ] as const) {
        const left = (map.get(id) ?? 1) - 1
        if (left > 0) map.set(id, left)
        else map.delete(id)
      }
    })
    running.add(work)
  }
  let isNews = true
  while (!signals.isOver()) {
    // Asked for before looking: what comes while we look must not be slept through.
    const news = signals.next()
    if (isNews) isNews = await planRound(formats)
    const doneBefore = done
    const room = Math.min(AT_ONCE - running.size, CLAIMED)
    const due = room > 0 ? await claimDeliveries(new Date(), LEASE_MS, room, { endpoint: OF_ENDPOINT, workspace: OF_WORKSPACE, have }) : []
    for (const d of due) begin(d)
    // What ended while we looked may have been what the next one waited for.
    if (due.length > 0 || isNews || done > doneBefore) continue
    if (running.size === 0) return tried
    isNews = await Promise.race([...[...running].map((work) => work.then(() => false)), news.then(() => true)])
  }
  await Promise.all(running)
  return tried
}
/** Taken in one transaction. */
const CLAIMED = 8

/** A batch for each endpoint that is behind, so that none waits for another's backlog. Returns whether there is more. */
async function planRound(formats: Formats): Promise<boolean> {
  let isMore = false
  for (const id of await behind()) {
    try {
      isMore = (await plan(id, formats)) || isMore
    } catch (e) {
      // One endpoint whose events cannot be told must not keep the others from hearing theirs.
      console.error(`webhooks: the events for endpoint ${id} could not be planned`, e instanceof Error ? e.message : e)
    }
  }
  return isMore
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
  let wake: () => void = () => {}
  const signals: Signals = { next: () => new Promise((r) => (wake = r)), isOver: () => stopped }
  // Whoever kicks may stand in a transaction of their own: the pump must not be carried into it.
  const outside = AsyncLocalStorage.snapshot()
  const kick = () => outside(look)
  const look = () => {
    if (stopped) return
    if (running) {
      again = true
      return wake()
    }
    running = pumpWebhooks(options, signals)
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
      wake()
      off()
      clearInterval(timer)
      await running
    },
  }
}
