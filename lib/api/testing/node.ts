/** A second server of the same database, as a process of its own: prints its address. For the test of several nodes. */
import { startServer } from './server'

const server = await startServer()
console.log(server.url)
process.on('disconnect', () => process.exit())
