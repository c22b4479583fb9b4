/** Mails somebody a link for a forgotten password, through a mailbox of their workspace. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import { emailSettings, withoutPlus } from '@/lib/channels/email/settings'
import { fault } from '@/lib/domain/inbound/event'
import { type Actor, system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { listChannels } from '@/lib/domain/channels/list'
import { asDomainError } from '@/lib/domain/errors'
import { ownAddressesOf } from '@/lib/domain/mail/own-addresses'
import { colleagues } from '@/lib/domain/users/colleagues'
import { BY_MAIL_LASTS, createReset } from '@/lib/domain/users/reset-password'
import { workspaceName } from '@/lib/domain/workspaces/name'
import { env } from '@/lib/env'
import { messagesOf } from '@/lib/i18n'
import { createTranslator } from 'use-intl/core'
import type { Connected } from './deliver'
import { type Handler, TryLater } from './handler'
import { withToken } from './mail-token'

const payload = z.object({ userId: z.number().int() })

/** Asked for long ago it is not wanted any more: a few tries, then they ask again. */
export const resetOver = (connected: Connected): Handler => ({
  attempts: 5,
  timeoutMs: 120_000,
  async run({ job, stop }) {
    const house = system(job.workspaceId)
    // Without APP_URL the address would be whatever the asker's request said it is: no link leaves by mail then.
    if (!env.appUrl) return
    const box = await mailbox(house)
    const who = (await colleagues(house, {})).find((u) => u.id === payload.parse(job.payload).userId && !u.disabled)
    if (!box || !who || !connected.email?.send) return
    // Whoever signs in with the address of a shared mailbox gets the link from an admin: in the mailbox all agents would read it.
    if ((await ownAddressesOf(house, {})).includes(withoutPlus(who.email))) return
    const settings = await withToken({ workspaceId: job.workspaceId, channelId: box.id }, box.settings)
    if (isFault(settings)) throw new TryLater(settings.message)
    const { token } = await createReset(house, { userId: who.id, lastsMs: BY_MAIL_LASTS }).catch((e: unknown) => {
      throw asDomainError(e)
    })
    const locale = who.preferences.locale ?? 'en'
    const t = createTranslator({ locale, messages: messagesOf(locale, ['auth']), namespace: 'auth' })
    const name = await workspaceName(job.workspaceId)
    const { address } = box.settings
    const clientRef = crypto.randomUUID()
    const answer = await connected.email.send(
      {
        clientRef,
        text: t('resetMail', { name: who.name, workspace: name, link: `${env.appUrl}/reset/${token}` }),
        mail: {
          from: { address, name },
          to: [{ address: who.email, name: who.name }],
          cc: [],
          bcc: [],
          replyTo: null,
          subject: t('resetMailSubject', { workspace: name }),
          messageId: `${clientRef}@${address.split('@')[1] ?? 'localhost'}`,
          inReplyTo: null,
          references: [],
          at: Date.now(),
        },
        files: [],
        to: { address: who.email, name: who.name },
        hints: {},
      },
      settings,
      stop,
    )
    if ('class' in answer) throw new TryLater(answer.message)
  },
})

export const reset = resetOver(channels)

const isFault = (found: unknown): found is z.output<typeof fault> => fault.safeParse(found).success

/** The workspace's oldest mailbox through which mails leave. */
async function mailbox(house: Actor) {
  for (const c of (await listChannels(house, {})).toSorted((a, b) => a.id - b.id)) {
    if (c.type !== 'email' || c.disabled || !c.complete) continue
    const settings = emailSettings.safeParse((await connectionOf(house, { channelId: c.id })).settings)
    if (settings.success && settings.data.smtpHost !== '') return { id: c.id, settings: settings.data }
  }
  return null
}
