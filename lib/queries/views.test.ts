import { describe, expect, it } from 'vitest'
import { filterOf, readPlace, writePlace } from './views'

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
})
