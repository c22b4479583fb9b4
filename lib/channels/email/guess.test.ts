import { describe, expect, it } from 'vitest'
import { guessServers } from './guess'
import { emailSettings } from './settings'

const mx = async (domain: string) => (domain === 'shop.example' ? ['aspmx.l.google.com', 'alt1.aspmx.l.google.com.'] : Promise.reject(new Error('ENOTFOUND')))

describe('guessing a mailbox’s servers', () => {
  it('knows the well-known ones by their domain, and others by where their mail is delivered', async () => {
    expect(await guessServers('me@Gmail.com', mx)).toMatchObject({ name: 'Gmail', needs: 'app', servers: { imapHost: 'imap.gmail.com', smtpPort: 465 } })
    expect(await guessServers('us@gmx.de', mx)).toMatchObject({ servers: { imapHost: 'imap.gmx.net' } })
    expect(await guessServers('me@icloud.com', mx)).toMatchObject({ servers: { smtpPort: 587, smtpSecurity: 'starttls' } })
    expect(await guessServers('help@shop.example', mx)).toMatchObject({ name: 'Gmail' })
  })

  it('says nothing of those it does not know, and asks nobody about what is no domain', async () => {
    expect(await guessServers('a@nowhere.example', mx)).toBeNull()
    const never = async () => Promise.reject(new Error('asked'))
    for (const bad of ['', 'a', 'a@', 'a@b', 'a@b c.d', 'a@[1.2.3.4]']) expect(await guessServers(bad, never)).toBeNull()
  })

  it('gives what the settings take', async () => {
    const g = await guessServers('me@outlook.com', mx)
    expect(emailSettings.parse({ address: 'me@outlook.com', ...g?.servers })).toMatchObject({ ...g?.servers })
  })
})
