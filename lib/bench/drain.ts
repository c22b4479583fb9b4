/** The worker behind the door for webhooks, and how much still waits for it. */
import { count, eq } from 'drizzle-orm'
import { createServer } from 'node:http'
import { reader } from '@/db/client'
import { inboundEvents } from '@/db/schema/inbound'
import { startWorker } from '@/lib/jobs/worker'

const server = createServer((req, res) => {
  if (req.method === 'POST') startWorker()
  void waiting().then((n) => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ waiting: n })))
})

async function waiting(): Promise<number> {
  const [found] = await (await reader()).select({ n: count() }).from(inboundEvents).where(eq(inboundEvents.state, 'waiting'))
  return found?.n ?? 0
}

server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  console.log(`http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`)
})
process.on('SIGTERM', () => process.exit(0))
