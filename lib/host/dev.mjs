#!/usr/bin/env node
// `npm run dev`: pages and API recompile by themselves; a change to the server's own files (lib/host, lib/jobs) wants a restart.
import './node-version.mjs'
import { run } from './run.mjs'
import { dev } from './steps.mjs'

await run(dev)
