/** The server: `node dist/server.mjs` (built) or `tsx server.ts --dev`. See lib/host/serve.ts. */
import { serve } from './lib/host/serve'

await serve({ dev: process.argv.includes('--dev') })
