/** The product as `npm start` runs it, without the pages: API, stream, jobs, and a mailbox that it follows. */
import { createServer } from 'node:http'
import { apiListener } from '@/lib/api/listener'
import { createChannel } from '@/lib/domain/channels/create'
import { makeHandler } from '@/lib/host/handler'
import { startMailboxes } from '@/lib/jobs/mailboxes'
import { startWorker } from '@/lib/jobs/worker'
import { startRealtime } from '@/lib/realtime/hub'

const noPages = () => {
  throw new Error('the bench asks for no pages')
}
const settings = {
  address: 'inbox@support.test',
  imapHost: '127.0.0.1',
  imapPort: Number(process.env.IMAP_PORT),
  imapSecurity: 'none',
  imapUser: 'inbox@support.test',
  imapPassword: 'pw',
  fromTheStart: true,
}
await createChannel({ kind: 'user', userId: 1, workspaceId: 1, role: 'admin' }, { type: 'email', name: 'Measured mailbox', settings })
startRealtime()
startWorker()
startMailboxes()
const server = createServer(makeHandler(apiListener(), noPages, 0))
server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  console.log(`http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`)
})
process.on('SIGTERM', () => process.exit(0))
