import { describe, expect, it } from 'vitest'
import type { MessageView } from '@/lib/domain/messages/view'
import { fateOf } from './delivery'

const message = (over: Partial<MessageView>): MessageView => ({
  id: 1,
  conversationId: 1,
  index: 4,
  kind: 'message',
  author: { kind: 'user', id: 5 },
  body: '',
  attachments: [],
  system: null,
  delivery: 'sent',
  deliveryError: null,
  clientKey: null,
  editedAt: null,
  deletedAt: null,
  createdAt: 0,
  ...over,
})
const webchat = (delivered: number, read: number) => ({ channelType: 'webchat', contactDeliveredIndex: delivered, contactReadIndex: read }) as const

describe('fateOf', () => {
  it('reads a web chat by the customer’s own marks', () => {
    expect(fateOf(message({}), webchat(3, 3))).toBe('sent')
    expect(fateOf(message({}), webchat(4, 3))).toBe('delivered')
    expect(fateOf(message({}), webchat(4, 4))).toBe('read')
  })
  it('believes the provider elsewhere, and says nothing of what leaves nowhere', () => {
    expect(fateOf(message({ delivery: 'queued' }), { channelType: 'sms', contactDeliveredIndex: 9, contactReadIndex: 9 })).toBe('queued')
    expect(fateOf(message({ delivery: null }), webchat(9, 9))).toBeNull()
    expect(fateOf(message({ deletedAt: 1 }), webchat(9, 9))).toBeNull()
  })
})
