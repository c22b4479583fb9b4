import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

/** What a shell runs that npm started: a server that says when it is there and when it ends. */
const SERVER = `
  import { createServer } from 'node:http'
  import { endWithParent } from './lib/host/parent.mjs'
  endWithParent()
  const server = createServer().listen(0, '127.0.0.1', () => console.log('ready'))
  process.on('SIGTERM', () => server.close(() => console.log('ended in order')))`

// `; true` keeps the shell between, as npm's does.
it.each(['SIGTERM', 'SIGKILL'] as const)('a server whose shell got %s ends in order', async (signal) => {
  const shell = spawn('sh', ['-c', `"${process.execPath}" --input-type=module -e "$SERVER"; true`], {
    env: { ...process.env, SERVER },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let heard = ''
  await new Promise<void>((ready) => {
    shell.stdout.on('data', (d: Buffer) => {
      heard += d.toString()
      if (heard.includes('ready')) ready()
    })
  })
  const closed = once(shell.stdout, 'close')
  shell.kill(signal)
  // The pipe closes when the last process that holds it is gone.
  await closed
  expect(heard).toContain('ended in order')
})
