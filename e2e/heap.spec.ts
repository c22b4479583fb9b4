import { expect, PEOPLE, test } from './fixtures'
import { startServer } from './server'

/** Runs in the server before anything else: says how much the heap holds after a collection whenever it is asked to. */
const HEAP = `
  import v8 from 'node:v8'
  import vm from 'node:vm'
  v8.setFlagsFromString('--expose-gc')
  const gc = vm.runInNewContext('gc')
  process.on('SIGUSR2', async () => {
    for (let i = 0; i < 3; i++) { gc(); await new Promise((r) => setImmediate(r)) }
    console.log('heap=' + process.memoryUsage().heapUsed + ';')
  })`

test('pages that were answered leave nothing in the server’s memory', async ({ playwright }) => {
  test.setTimeout(180_000)
  const server = await startServer({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(HEAP)}` })
  const person = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders: { origin: server.url } })
  try {
    const { csrfToken }: { csrfToken: string } = await (await person.get('/api/auth/csrf')).json()
    await person.post('/api/auth/callback/credentials', { form: { csrfToken, email: PEOPLE.ana, password: server.password, json: 'true' } })
    const heap = async () => {
      const said = () => [...server.log().matchAll(/heap=(\d+);/g)].map((m) => Number(m[1]))
      const before = said().length
      process.kill(server.pid, 'SIGUSR2')
      await expect.poll(() => said().length, { timeout: 30_000 }).toBe(before + 1)
      return said().at(-1) ?? 0
    }
    const load = async (times: number) => {
      for (let i = 0; i < times; i++)
        for (const path of ['/inbox', '/settings/profile']) {
          const answer = await person.get(path)
          expect(answer.status()).toBe(200)
          await answer.dispose()
        }
    }
    // What is made once: compiled code, prepared statements, caches of a fixed size.
    await load(80)
    const before = await heap()
    await load(120)
    const grown = (await heap()) - before
    expect(grown / 120, 'bytes of heap that a load leaves behind').toBeLessThan(15_000)
  } finally {
    await person.dispose()
    await server.close()
  }
})
