/** Starts everything that one process is: database, pages, API, worker, realtime; and ends it without losing anything. */
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { closeDatabase, embeddedFile } from '@/db/client'
import { migrateDatabase } from '@/db/migrate'
import { problemOf } from '@/db/problem'
import { apiListener } from '@/lib/api/listener'
import { formats } from '@/lib/api/webhook-formats'
import { sealPlain } from '@/lib/domain/channels/reseal'
import { releaseAll } from '@/lib/domain/jobs/finish'
import { sealWebhooks } from '@/lib/domain/webhooks/secrets'
import { env, SettingError } from '@/lib/env'
import { watchClock } from '@/lib/jobs/clock'
import { startMailboxes } from '@/lib/jobs/mailboxes'
import { startWebhooks } from '@/lib/jobs/webhooks'
import { startWorker } from '@/lib/jobs/worker'
import { allowInside } from '@/lib/net/allow-inside'
import { closeStreams, startRealtime } from '@/lib/realtime/hub'
import { ensureDemo } from './demo'
import { startDemoCustomers } from './demo-customers'
import { greet, say } from './greeting'
import { makeHandler } from './handler'
import { lockDataDir } from './lock'
import { startLog } from './log'
import { openPages } from './pages'
import { root } from './root'
import { withSqueezed } from './squeezed'

/** How long open requests may take to end after SIGTERM. */
const DRAIN_MS = 4000

/** Serves until a signal comes. What stops the start is said in one sentence; the process then ends with 1. */
export async function serve({ dev }: { dev: boolean }): Promise<void> {
  try {
    await start(dev)
  } catch (e) {
    process.stderr.write(`${e instanceof SettingError ? e.message : sentence(e)}\n`)
    process.exit(1)
  }
}

async function start(dev: boolean): Promise<void> {
  if (!dev) startLog()
  const lock = env.databaseUrl ? null : lockDataDir(env.dataDir)
  say('Bringing the database up to date')
  await migrateDatabase()
  await sealPlain()
  await sealWebhooks()
  if (await ensureDemo()) say('Made a demo workspace')
  const server = createServer()
  // Slow senders may not hold a connection: seconds for the headers, two minutes for the largest upload.
  Object.assign(server, { headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 72_000 })
  const pages = await openPages(dev, server)
  const api = apiListener()
  // In development Next answers the API too, so that a change there reloads; /p1 has no page of Next's to stand in.
  const reloading: typeof pages.handle = (req, res) => (req.url?.startsWith('/p1') ? Promise.resolve(void api(req, res)) : pages.handle(req, res))
  server.on('request', makeHandler(dev ? reloading : api, dev ? pages.handle : withSqueezed(join(root, '.next/static'), pages.handle), env.trustedProxies))
  startRealtime()
  const customers = await startDemoCustomers()
  // The lock says that no other run lives: what the one before had under way need not wait for its leases.
  if (lock) await releaseAll()
  const worker = startWorker({ drainMs: DRAIN_MS - 1000 })
  const clock = await watchClock(() => worker.kick())
  const mailboxes = startMailboxes()
  const webhooks = startWebhooks({ formats, allowInside: allowInside() })
  // Before the first request can come: who is told to end meanwhile ends in order too.
  onSignal(async () => {
    customers.stop()
    clock.stop()
    const closed = new Promise<void>((done) => server.close(() => done()))
    const streams = closeStreams()
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    await Promise.race([Promise.all([closed, streams, worker.stop(), webhooks.stop(), mailboxes.stop()]), new Promise((r) => setTimeout(r, DRAIN_MS))])
    clearInterval(sweep)
    server.closeAllConnections()
    await pages.close()
    await closeDatabase()
    lock?.release()
  })
  const address = await listen(server)
  // An action that ends on another page has Next ask itself for that page: here, not at the address that people use.
  process.env.__NEXT_PRIVATE_ORIGIN = insideAddress(server)
  lock?.announce(address)
  await greet(address)
}

/** Returns the address to open. */
function listen(server: Server): Promise<string> {
  return new Promise((ok, no) => {
    server.once('error', no)
    server.listen(env.port, env.host, () => {
      server.off('error', no)
      const at = server.address()
      const port = at && typeof at === 'object' ? at.port : env.port
      const host = /^(127\.0\.0\.1|0\.0\.0\.0|::1?)$/.test(env.host) ? 'localhost' : env.host
      ok(env.appUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`)
    })
  })
}

/** Where this process reaches itself. */
function insideAddress(server: Server): string {
  const at = server.address()
  const host = /^(0\.0\.0\.0|::)$/.test(env.host) ? '127.0.0.1' : env.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${at && typeof at === 'object' ? at.port : env.port}`
}

/** The first signal ends things in order, a second at once. */
function onSignal(end: () => Promise<void>): void {
  let ending = false
  const stop = () => {
    if (ending) process.exit(130)
    ending = true
    say('Stopping')
    setTimeout(() => process.exit(1), DRAIN_MS + 3000).unref()
    end().then(
      () => process.exit(0),
      (e) => {
        console.error('The stop was not clean.', e)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function sentence(e: unknown): string {
  const code = e instanceof Error && 'code' in e ? String(e.code) : ''
  const why = e instanceof Error ? e.message : String(e)
  if (code === 'EADDRINUSE') return `PORT ${env.port} is already used by another program: stop it, or choose another with PORT=${env.port + 1}.`
  if (code === 'EACCES') return `PORT ${env.port} may not be used by this account: choose one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST "${env.host}" is not an address of this machine.`
  const problem = problemOf(e, embeddedFile())
  if (problem !== null) return problem
  return e instanceof Error && e.stack ? `The start failed. ${e.stack}` : `The start failed. ${why}`
}
