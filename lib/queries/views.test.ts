import { describe, expect, it } from 'vitest'
import { filterOf, isSearchNarrowed, readPlace, writePlace } from './views'

const read = (address: string) => {
  const url = new URL(address, 'http://x')
  return readPlace(url.pathname, url.searchParams)
}

describe('an address', () => {
  it.each([
    '/inbox',
    '/inbox/c/12?view=all',
    '/inbox?view=channel-4&status=pending&assignee=9&channel=email&reply=1&unread=1&q=caf%C3%A9+ol%C3%A9&sort=waiting',
    '/inbox?view=team&unread=1&archived=1',
  ])('comes back the same: %s', (address) => expect(writePlace(read(address))).toBe(address))
  it('leaves out what makes no sense', () => {
    expect(read('/inbox/c/abc?view=nope&status=lost&assignee=-3&channel=fax&sort=up')).toEqual({ view: 'mine', narrow: {}, openId: null })
  })
  it('narrows the view it is in', () => {
    expect(filterOf(read('/inbox?view=closed&assignee=me'))).toMatchObject({ status: 'closed', assignee: 'me', sort: 'activity' })
    expect(filterOf(read('/inbox?view=team&status=closed&q=x'))).toMatchObject({ kind: 'team', status: 'any', text: 'x' })
  })
  it('looks for words everywhere, unless the person narrows it', () => {
    expect(filterOf(read('/inbox?q=refund'))).toMatchObject({ status: 'any', assignee: 'any', archived: 'any', text: 'refund' })
    expect(filterOf(read('/inbox?view=channel-4&q=refund')).channelId).toBeUndefined()
    expect(filterOf(read('/inbox?view=team&q=refund'))).toMatchObject({ kind: 'team', archived: 'any' })
    expect(filterOf(read('/inbox?view=closed&q=refund&in=view'))).toMatchObject({ status: 'closed', archived: false })
    expect(filterOf(read('/inbox?view=closed&q=refund&assignee=9'))).toMatchObject({ status: 'any', assignee: 9 })
    expect(read('/inbox?in=view').narrow).toEqual({})
    expect(writePlace(read('/inbox?view=closed&q=a&in=view'))).toBe('/inbox?view=closed&q=a&in=view')
  })
  it('knows a search that could find more elsewhere', () => {
    const narrowed = (address: string) => isSearchNarrowed(read(address).narrow)
    expect(narrowed('/inbox?view=closed&q=a')).toBe(false)
    expect(narrowed('/inbox?q=a&sort=waiting')).toBe(false)
    expect(narrowed('/inbox?q=a&in=view')).toBe(true)
    expect(narrowed('/inbox?q=a&status=closed')).toBe(true)
    expect(narrowed('/inbox?status=closed')).toBe(false)
  })
})
