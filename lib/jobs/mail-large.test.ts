import '@/lib/api/testing/data-dir'
import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { attachments, messages } from '@/db/schema/messages'
import { readMailApart } from '@/lib/channels/email/apart'
import { emailSettings } from '@/lib/channels/email/settings'
import { takeIn } from './mail-intake'

let s: Awaited<ReturnType<typeof makeScene>>
let channelId: number
const settings = emailSettings.parse({ address: 'support@us.test' })

beforeEach(async () => {
  s = await makeScene()
  channelId = (await makeChannel(s.workspace.id, 'email', { settings })).id
})

const head =
  'From: Ann <ann@x.test>\r\nTo: support@us.test\r\nSubject: Large\r\nMessage-ID: <l1@x.test>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file\r\n'
/** A mail with one file of so many MB, in base64 as mails carry them. */
const withFile = (mb: number) =>
  Buffer.concat([
    Buffer.from(
      `${head}--b\r\nContent-Type: application/zip; name="big.zip"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="big.zip"\r\n\r\n`,
    ),
    Buffer.from(
      Buffer.alloc(mb * 2 ** 20, 'PK\x03\x04 none of it is unpacked ')
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n'),
    ),
    Buffer.from('\r\n--b--\r\n'),
  ])

/** The longest (ms) that nothing else could run while `work` did. */
async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now()
  let longest = 0
  const look = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(look, 1)
  await work()
  look()
  clearInterval(timer)
  return longest
}

describe('a mail of 30 MB', () => {
  it('is read and kept whole while others go on', async () => {
    const raw = withFile(21)
    // The thread is up.
    await readMailApart(withFile(1))
    const apart = await longestHold(() => takeIn(s.workspace.id, channelId, settings, { raw }))
    console.log(`longest hold: ${Math.round(apart)} ms`)
    const [m] = await (
      await reader()
    )
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, s.workspace.id), eq(messages.kind, 'message')))
    expect(m).toMatchObject({ body: 'See the file', meta: { mail: { subject: 'Large' } } })
    expect(await (await reader()).select({ name: attachments.name, size: attachments.size }).from(attachments).where(eq(attachments.messageId, m!.id))).toEqual([
      { name: 'big.zip', size: 21 * 2 ** 20 },
    ])
  }, 60_000)
})
