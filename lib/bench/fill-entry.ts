/** Fills DATA_DIR and says so with an address, as the other children do; a process of its own because a process has one database. */
import { fill } from './fill'

await fill(Number(process.env.CONVERSATIONS), Number(process.env.MESSAGES))
console.log('http://filled')
setInterval(() => {}, 60_000)
