/** Work that a process of its own does on a Node host, done for a while when a scheduler asks: for hosts without processes. */
import { timingSafeEqual } from 'node:crypto'
import { formats } from '@/lib/api/webhook-formats'
import { noticeClock } from '@/lib/domain/limits/clock'
import { startMailboxes } from '@/lib/jobs/mailboxes'
import { pumpWebhooks } from '@/lib/jobs/webhooks'
import { startWorker } from '@/lib/jobs/worker'
import { allowInside } from '@/lib/net/allow-inside'

export const dynamic = 'force-dynamic'
export const maxDuration = 60

/** How long it works, ms: within the scheduler's minute. */
const WORKS_MS = 25_000

/** `Authorization: Bearer CRON_SECRET`, as Vercel's scheduler sends it. Without the setting nobody may. */
export async function GET(request: Request): Promise<Response> {
  const secret = process.env.CRON_SECRET
  const said = Buffer.from(request.headers.get('authorization') ?? '')
  const due = Buffer.from(`Bearer ${secret ?? ''}`)
  if (!secret || said.length !== due.length || !timingSafeEqual(said, due)) return Response.json({ error: 'not allowed' }, { status: 401 })
  await noticeClock()
  const worker = startWorker({ drainMs: 20_000 })
  // From where they were left; a mailbox that a long-lived process follows is left to it.
  const mailboxes = startMailboxes({ shared: true })
  const webhooks = pumpWebhooks({ formats, allowInside: allowInside() })
  await new Promise((r) => setTimeout(r, WORKS_MS))
  await Promise.all([worker.stop(), webhooks, mailboxes.stop()])
  return Response.json({ ok: true })
}
