import { expect, expectAccessible, test } from './fixtures'

test('whoever starts it signs in with the printed login and sees the inbox', async ({ page, server }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
  await expectAccessible(page)
  await page.getByLabel('Email').fill('ana@demo.example')
  await page.getByLabel('Password', { exact: true }).fill(server.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/\/sign-in/)
  // What is open and whose it is, other journeys may have changed; that there are conversations they have not.
  await page.getByRole('link', { name: /^All open,/ }).click()
  await expect(page.locator('#list [data-row]').first()).toBeVisible()
})

test('browsers and crawlers find what they ask for by themselves', async ({ request }) => {
  const icon = await request.get('/favicon.ico')
  expect([icon.status(), icon.headers()['content-type']]).toEqual([200, 'image/x-icon'])
  expect(await (await request.get('/robots.txt')).text()).toBe('User-agent: *\nDisallow: /\n')
})
