/** Another workspace on the same server: nothing of it is seen or changed from here, by address or by server action. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from './fixtures'

const root = fileURLToPath(new URL('..', import.meta.url))

test('another workspace’s conversation is not there, by address and by server action', async ({ open, server, tolerate }) => {
  tolerate(/404/)
  const said = execFileSync(process.execPath, ['dist/parley.mjs', 'seed', '--conversations', '3', '--messages', '9', '--agents', '1', '--seed', '5', '--json'], {
    cwd: root,
    env: { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: '', NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  const theirs = JSON.parse(said) as { adminEmail: string; password: string }

  const neighbour = await open()
  await neighbour.goto('/sign-in')
  await neighbour.getByLabel('Email').fill(theirs.adminEmail)
  await neighbour.getByLabel('Password').fill(theirs.password)
  await neighbour.getByRole('button', { name: 'Sign in' }).click()
  await expect(neighbour).toHaveURL(/\/inbox/)
  const row = async () => (await (await neighbour.request.get('/api/ui/conversations?status=any')).json()).rows[0] as { id: number; status: string; version: number }
  const before = await row()

  const ben = await open('ben')
  await ben.goto(`/inbox/c/${before.id}`)
  await expect(ben.getByRole('heading', { name: 'This conversation is not here' })).toBeVisible()
  for (const path of ['', '/messages', '/history', '/open']) expect((await ben.request.get(`/api/ui/conversations/${before.id}${path}`)).status(), path).toBe(404)

  // Ben's own act, sent on with the neighbour's number in it.
  await ben.goto('/inbox?view=all')
  await ben.locator('#list [data-row]').first().click()
  await expect(ben.getByRole('toolbar', { name: 'Conversation actions' })).toBeVisible()
  const own = /\/c\/(\d+)/.exec(ben.url())?.[1] ?? ''
  let isSent = false
  await ben.route('**/inbox/**', (r) => {
    const body = r.request().postData() ?? ''
    if (r.request().method() !== 'POST' || !body.includes(`"conversationId":${own}`)) return r.continue()
    isSent = true
    return r.continue({ postData: body.replace(`"conversationId":${own}`, `"conversationId":${before.id}`) })
  })
  await ben.getByRole('button', { name: 'More actions' }).click()
  await ben.getByRole('menuitem', { name: /^Archive/ }).click()
  await expect(ben.getByText('This is not here, or you may not see it.').first()).toBeVisible()
  expect(isSent).toBe(true)
  expect(await row()).toEqual(before)
})
