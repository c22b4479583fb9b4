import { eq } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { passwordResets, users } from '@/db/schema/users'
import type { Channel, Outgoing } from '@/lib/channels/channel'
import { emailSettings } from '@/lib/channels/email/settings'
import { createChannel } from '@/lib/domain/channels/create'
import { changeProfile } from '@/lib/domain/users/profile'
import { resetPassword } from '@/lib/domain/users/reset-password'
import { env } from '@/lib/env'
import { resetOver } from './reset'

const sent: Outgoing[] = []
const email: Channel<unknown> = {
  type: 'email',
  settings: emailSettings,
  async send(part) {
    sent.push(part)
    return { externalId: 'x' }
  },
}
const run = (workspaceId: number, userId: number) =>
  resetOver({ email }).run({
    job: { id: 1, workspaceId, kind: 'reset', payload: { userId }, attempts: 0, leaseUntil: new Date() },
    stop: new AbortController().signal,
  })

it('mails a link through the workspace’s mailbox, in the person’s language, to APP_URL and nowhere else', async () => {
  const s = await makeScene()
  await changeProfile(s.ben, { preferences: { locale: 'es' } })
  const url = vi.spyOn(env, 'appUrl', 'get')
  const links = async () => (await reader()).select().from(passwordResets).where(eq(passwordResets.userId, s.users.ben.id))
  url.mockReturnValue('https://inbox.example')
  // Where no mailbox is set up, nothing leaves and no link exists.
  await run(s.workspace.id, s.users.ben.id)
  await createChannel(s.ana, {
    type: 'email',
    name: 'Help',
    settings: { address: 'help@us.test', smtpHost: 'smtp.us.test', smtpPassword: 'x', imapHost: 'imap.us.test', imapPassword: 'x' },
  })
  url.mockReturnValue(null)
  await run(s.workspace.id, s.users.ben.id)
  expect([sent, await links()]).toEqual([[], []])
  url.mockReturnValue('https://inbox.example')
  await run(s.workspace.id, s.users.ben.id)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.mail).toMatchObject({ from: { address: 'help@us.test' }, to: [{ address: s.users.ben.email }], replyTo: null })
  expect(sent[0]?.text).toContain('contraseña')
  const token = /https:\/\/inbox\.example\/reset\/([\w-]+)/.exec(sent[0]?.text ?? '')?.[1] ?? ''
  expect(await resetPassword({ token, password: 'lanterns over water' })).toMatchObject({ actor: { userId: s.users.ben.id } })
  url.mockRestore()
})

it('mails no link into a mailbox that agents share: not to its address, an alias, or a plus address of one', async () => {
  const s = await makeScene()
  const url = vi.spyOn(env, 'appUrl', 'get').mockReturnValue('https://inbox.example')
  await createChannel(s.ana, {
    type: 'email',
    name: 'Help',
    settings: { address: 'desk@us.test', aliases: ['hello@us.test'], smtpHost: 'smtp.us.test', smtpPassword: 'x', imapHost: 'imap.us.test', imapPassword: 'x' },
  })
  sent.length = 0
  for (const address of ['desk@us.test', 'hello@us.test', 'desk+ben@us.test']) {
    await transaction(async (db) => void (await db.update(users).set({ email: address }).where(eq(users.id, s.users.ben.id))))
    await run(s.workspace.id, s.users.ben.id)
  }
  expect(sent).toEqual([])
  expect(await (await reader()).select().from(passwordResets).where(eq(passwordResets.userId, s.users.ben.id))).toEqual([])
  await transaction(async (db) => void (await db.update(users).set({ email: s.users.ben.email }).where(eq(users.id, s.users.ben.id))))
  await run(s.workspace.id, s.users.ben.id)
  expect(sent).toHaveLength(1)
  url.mockRestore()
})
