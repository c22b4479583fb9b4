/** The product's own application behind the same door as in server.ts, without the pages. */
import { createServer } from 'node:http'
import { apiListener } from '@/lib/api/listener'
import { makeHandler } from '@/lib/host/handler'
import { startRealtime } from '@/lib/realtime/hub'

const noPages = () => {
  throw new Error('the bench asks for no pages')
}
startRealtime()
const server = createServer(makeHandler(apiListener(), noPages, 0))
server.listen(0, '127.0.0.1', () => {
  const at = server.address()
  console.log(`http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`)
})
process.on('SIGTERM', () => process.exit(0))
