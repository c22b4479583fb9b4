import { describe, expect, it } from 'vitest'
import { type LocalDraft, mergeDraft } from './draft-merge'

const draft = (body: string, updatedAt: number, more: Partial<LocalDraft> = {}): LocalDraft => ({
  key: 'k',
  body,
  attachments: [],
  more: {},
  updatedAt,
  unsaved: false,
  ...more,
})

describe('a draft here and on the server', () => {
  it.each([
    ['only here', draft('a', 1), null, 'a'],
    ['only there', null, draft('b', 1), 'b'],
    ['written later there', draft('a', 1), draft('b', 2), 'b'],
    ['written later here', draft('a', 2), draft('b', 1), 'a'],
    ['sent elsewhere', draft('a', 9), draft('', 2), ''],
    ['discarded elsewhere', draft('a', 1, { key: 'older' }), draft('', 2), ''],
    ['sent elsewhere, with words added here since', draft('a b', 9, { unsaved: true }), draft('', 2), 'a b'],
    ['kept here because it was sent before', draft('a b', 1, { wasSent: true }), draft('', 2), 'a b'],
    ['begun here after another one was sent', draft('new', 9, { key: 'newer' }), draft('', 2), 'new'],
    ['emptied here, saved there before', draft('', 9, { unsaved: true }), draft('a', 2), ''],
  ])('%s', (_, local, server, body) => {
    expect(mergeDraft(local, server)?.body).toBe(body)
  })
})
