import { expect, expectAccessible, PEOPLE, test } from './fixtures'

const settled = { timezoneId: 'Europe/Berlin', locale: 'en-GB' } as const

test('a colleague joins by a link, once, and is out as soon as they are switched off', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/settings/users')
  await ana.getByLabel('Email (optional)').fill('dora@demo.example')
  await ana.getByRole('button', { name: 'Create invitation link' }).click()
  const link = await ana.getByLabel('Invitation link').inputValue()
  expect(new URL(link).origin).toBe(new URL(ana.url()).origin)
  await expect(ana.getByText('dora@demo.example')).toBeVisible()

  const dora = await open()
  await dora.goto(link)
  await expectAccessible(dora)
  await expect(dora.getByLabel('Email')).toHaveValue('dora@demo.example')
  await dora.getByLabel('Your name').fill('Dora Lindqvist')
  await dora.getByLabel('Password').fill('password12345')
  await dora.getByRole('button', { name: 'Join' }).click()
  await expect(dora.getByText('Use at least 12 characters that are not easy to guess.').first()).toBeVisible()
  await expect(dora.getByLabel('Your name')).toHaveValue('Dora Lindqvist')
  await dora.getByLabel('Password').fill('lanterns over water')
  await dora.getByRole('button', { name: 'Join' }).click()
  await expect(dora).not.toHaveURL(/invite/)
  await dora.goto('/settings/profile')
  await expect(dora.getByText('Signed in as dora@demo.example (agent).')).toBeVisible()

  const late = await open()
  await late.goto(link)
  await expect(late.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()

  await ana.reload()
  await ana.getByRole('button', { name: 'Deactivate Dora Lindqvist' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await expect(ana.getByRole('button', { name: 'Reactivate Dora Lindqvist' })).toBeVisible()
  await dora.goto('/settings/profile')
  await expect(dora).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fprofile/)
})

test('an agent is refused admin pages and what their forms do', async ({ open, tolerate }) => {
  tolerate(/403/)
  const [ana, ben] = [await open('ana'), await open('ben')]
  for (const page of ['users', 'teams', 'channels', 'channels/1', 'channels/new/telegram', 'webhooks']) {
    const answer = await ben.goto(`/settings/${page}`)
    expect(answer?.status(), page).toBe(403)
    await expect(ben.getByRole('heading', { name: 'You do not have permission' })).toBeVisible()
  }
  await expect(ben.getByRole('link', { name: 'People' })).toHaveCount(0)

  // Ben sends the very form that switches Chloé off, as Ana's page holds it.
  const html = await (await ana.request.get('/settings/users')).text()
  const form = /<form(?:(?!<\/form>).)*Deactivate Chloé Martin/s.exec(html)?.[0].split('<form').at(-1) ?? ''
  const fields = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(([, name, value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  )
  expect(Object.keys(fields)).toContain('userId')
  const origin = new URL(ana.url() === 'about:blank' ? (await ana.request.get('/sign-in')).url() : ana.url()).origin
  const send = (page: typeof ana, headers: Record<string, string>) => page.request.post('/settings/users', { multipart: fields, headers })
  await send(ben, { origin })
  expect((await send(ana, { origin: 'https://evil.example' })).status()).toBe(403)
  expect((await send(ana, {})).status()).toBe(403)
  await ana.goto('/settings/users')
  await expect(ana.getByRole('button', { name: 'Deactivate Chloé Martin' })).toBeVisible()
  await send(ana, { origin })
  await ana.reload()
  await expect(ana.getByRole('button', { name: 'Reactivate Chloé Martin' })).toBeVisible()
  await ana.getByRole('button', { name: 'Reactivate Chloé Martin' }).click()
  await expect(ana.getByRole('button', { name: 'Deactivate Chloé Martin' })).toBeVisible()
})

test('signing in and the forms work without scripts, by any of the host’s names, and lead nowhere else', async ({ open, server }) => {
  const page = await open(null, { ...settled, javaScriptEnabled: false, baseURL: server.url.replace('localhost', '127.0.0.1') })
  await page.goto('/sign-in?next=//evil.example')
  await page.getByLabel('Email').fill(PEOPLE.kenji)
  await page.getByLabel('Password', { exact: true }).fill('not this one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toHaveText('Email or password is wrong.')
  await expect(page.getByLabel('Email')).toHaveValue(PEOPLE.kenji)
  await page.goto('/settings/profile')
  await page.getByLabel('Email').fill(PEOPLE.kenji)
  await page.getByLabel('Password', { exact: true }).fill(server.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${server.url.replace('localhost', '127.0.0.1')}/settings/profile`)
  await page.getByLabel('Name', { exact: true }).fill('Kenji S.')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.getByLabel('Language').selectOption('es')
  await page.getByRole('button', { name: 'Save' }).last().click()
  await expect(page.getByRole('heading', { name: 'Perfil' })).toBeVisible()
  // As it was, for the tests after this one.
  await page.getByLabel('Nombre', { exact: true }).fill('Kenji Sato')
  await page.getByRole('button', { name: 'Guardar' }).first().click()
  await expect(page.getByLabel('Nombre', { exact: true })).toHaveValue('Kenji Sato')
  await page.getByLabel('Idioma').selectOption('')
  await page.getByRole('button', { name: 'Guardar' }).last().click()
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a new password ends the other sessions and keeps this one', async ({ open, server, login }) => {
  const [here, there] = [await open('chloe'), await open('chloe')]
  const change = async (current: string, next: string) => {
    await here.goto('/settings/profile')
    await here.getByLabel('Current password').fill(current)
    await here.getByLabel('New password').fill(next)
    await here.getByRole('button', { name: 'Change password' }).click()
  }
  await change('not this one', 'lanterns over water')
  await expect(here.getByText('The current password is wrong.').first()).toBeVisible()
  await change(server.password, 'lanterns over water')
  await expect(here.getByText('Password changed.')).toBeVisible()
  await here.reload()
  await expect(here.getByRole('heading', { name: 'Profile' })).toBeVisible()
  await there.goto('/settings/profile')
  await expect(there).toHaveURL(/\/sign-in/)
  await change('lanterns over water', server.password)
  await expect(here.getByText('Password changed.')).toBeVisible()
  await login(there, 'chloe')
})

test('signing out ends the session on the server, and a session elsewhere is ended from the profile', async ({ open }) => {
  const [here, there] = [await open('chloe'), await open('chloe', { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' })]
  await here.goto('/settings/profile')
  await expectAccessible(here)
  await expect(here.getByText('this browser', { exact: true })).toBeVisible()
  await here.getByRole('button', { name: 'End the session of Firefox on Windows' }).click()
  await expect(here.getByRole('button', { name: 'End the session of Firefox on Windows' })).toHaveCount(0)
  await there.goto('/settings/profile')
  await expect(there).toHaveURL(/\/sign-in/)

  // A copy of the cookie opens nothing after its browser signed out.
  const cookie = (await here.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ')
  const thief = await open()
  expect((await thief.request.get('/api/ui/me', { headers: { cookie } })).status()).toBe(200)
  await here.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect(here.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect((await thief.request.get('/api/ui/me', { headers: { cookie } })).status()).toBe(401)
})

test('a forgotten password is replaced by an admin’s link, once, and the workspace gets another name', async ({ open, server }) => {
  const ana = await open('ana')
  await ana.goto('/settings/users')
  await ana.getByRole('button', { name: 'Make a password link for Kenji Sato' }).click()
  const link = await ana.getByRole('textbox', { name: 'Password link for Kenji Sato' }).inputValue()

  const kenji = await open()
  await kenji.goto('/sign-in')
  await kenji.getByRole('link', { name: 'Forgot your password?' }).click()
  await expectAccessible(kenji)
  for (const email of [PEOPLE.kenji, 'nobody@demo.example']) {
    await kenji.getByLabel('Email').fill(email)
    await kenji.getByRole('button', { name: 'Send me a link' }).click()
    await expect(kenji.getByRole('status').filter({ hasText: 'If somebody signs in with this email, a link is on its way.' })).toBeVisible()
    await kenji.reload()
  }
  await kenji.goto(link)
  await expectAccessible(kenji)
  await kenji.getByLabel('New password', { exact: true }).fill('sunshine12345')
  await kenji.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(kenji.getByText('Use at least 12 characters that are not easy to guess.').first()).toBeVisible()
  // As it was, for the tests after this one.
  await kenji.getByLabel('New password', { exact: true }).fill(server.password)
  await kenji.getByRole('button', { name: 'Save and sign in' }).click()
  await expect(kenji).toHaveURL(/\/inbox/)
  const late = await open()
  await late.goto(link)
  await expect(late.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()

  await ana.goto('/settings/workspace')
  await ana.getByRole('textbox', { name: 'Name', exact: true }).fill('Harbour & Sons')
  await ana.getByRole('button', { name: 'Save' }).click()
  await expect(ana.getByText('Saved.')).toBeVisible()
  expect((await (await kenji.request.get('/api/ui/me')).json()).workspace.name).toBe('Harbour & Sons')
  await ana.getByRole('textbox', { name: 'Name', exact: true }).fill('Lumen & Oak')
  await ana.getByRole('button', { name: 'Save' }).click()
  await expect(ana.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Lumen & Oak')
})

test('an admin opens a web chat, sets it, and pauses it', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/settings/channels')
  await ana.getByLabel('Name', { exact: true }).fill('Second shop')
  await ana.getByLabel('Allowed sites').fill('https://shop.example/path\nnot a site')
  await ana.getByRole('button', { name: 'Create' }).click()
  await expect(ana.getByText('Each line must be a site’s address').first()).toBeVisible()
  await ana.getByLabel('Allowed sites').fill('https://shop.example/path, https://other.example')
  await ana.getByRole('button', { name: 'Create' }).click()
  await expect(ana.getByRole('heading', { name: 'Second shop' })).toBeVisible()
  await expect(ana.getByLabel('Allowed sites')).toHaveValue('https://shop.example\nhttps://other.example')
  const key = /data-key="([^"]+)"/.exec(await ana.getByLabel('Code to paste').inputValue())?.[1]
  const framed = async () => (await ana.request.get(`/widget/${key}`)).headers()['content-security-policy']
  expect(await framed()).toContain("frame-ancestors 'self' https://shop.example https://other.example;")

  await ana.getByText('Show the secret').click()
  const secret = await ana.getByLabel('Secret', { exact: true }).inputValue()
  await ana.getByRole('button', { name: 'Rotate the secret' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Rotate the secret' }).click()
  await expect(ana.getByLabel('Secret', { exact: true })).not.toHaveValue(secret)
  await ana.getByRole('button', { name: 'Pause' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
  await expect(ana.getByRole('button', { name: 'Resume' })).toBeVisible()
  expect(await framed()).toContain("frame-ancestors 'none';")
})

test('teams are made, filled and taken away', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/settings/teams')
  await ana.getByLabel('Team name').first().fill('Night shift')
  await ana.getByRole('button', { name: 'Create' }).click()
  const team = ana.getByRole('region', { name: 'Night shift' })
  await team.getByLabel('Add a member').selectOption('Kenji Sato')
  await team.getByRole('button', { name: 'Add' }).click()
  await expect(team.getByText('1 person')).toBeVisible()
  await team.getByRole('button', { name: 'Remove Kenji Sato from the team' }).click()
  await expect(team.getByText('Nobody yet')).toBeVisible()
  await team.getByText('Rename').click()
  await team.getByRole('button', { name: 'Delete the team Night shift' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Delete team' }).click()
  await expect(team).toHaveCount(0)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the settings are accessible and fit a phone, ${colorScheme}`, async ({ open, tolerate }) => {
    // Axe looks at twelve pages here.
    test.setTimeout(180_000)
    tolerate(/nowhere: .*404/)
    const ana = await open('ana', { colorScheme, viewport: { width: 390, height: 800 } })
    for (const path of ['profile', 'users', 'teams', 'channels', 'channels/1', 'programs', 'webhooks', 'workspace'].map((p) => `/settings/${p}`)) {
      await ana.goto(path)
      await expect(ana.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(ana)
      expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBe(0)
    }
    const signedOut = await open(null, { colorScheme, viewport: { width: 390, height: 800 } })
    for (const path of ['/sign-in', '/invite/over', '/set-up/over', '/nowhere']) {
      await signedOut.goto(path)
      await expectAccessible(signedOut)
    }
  })

test('every page carries the policy with a fresh nonce', async ({ open }) => {
  const page = await open()
  const nonces = new Set<string>()
  for (const path of ['/sign-in', '/sign-in', '/nowhere', '/invite/x', '/set-up/x']) {
    const headers = (await page.request.get(path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic';/)
    expect(policy.replace("style-src-attr 'unsafe-inline'", ''), path).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    nonces.add(/nonce-([^']+)/.exec(policy)?.[1] ?? '')
  }
  expect(nonces.size).toBe(5)
})
