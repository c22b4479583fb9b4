import { describe, expect, it } from 'vitest'
import { cardsOf } from './cards'

describe('what is more than words', () => {
  it('is a place, a contact, an order, whichever channel it came by', () => {
    expect(cardsOf({ location: { latitude: 52.5, longitude: '13.4', name: 'Shop' } }, '📍 Shop')).toEqual({
      cards: [{ kind: 'place', name: 'Shop', address: '', latitude: 52.5, longitude: 13.4 }],
      words: '',
    })
    expect(
      cardsOf({ contacts: [{ name: { formatted_name: 'Ann' }, phones: [{ phone: '+1 555' }, { wa_id: '1555' }], emails: [{ email: 'a@b.c' }] }] }, '👤 Ann')?.cards,
    ).toEqual([{ kind: 'person', name: 'Ann', company: '', phones: ['+1 555', '1555'], emails: ['a@b.c'], links: [], more: [] }])
    expect(cardsOf({ contacts: [{ first_name: 'Bo', last_name: 'Li', phone_number: '49' }] }, '👤')?.cards).toMatchObject([{ name: 'Bo Li', phones: ['49'] }])
    expect(
      cardsOf({ order: { text: 'Soon please', product_items: [{ product_retailer_id: 'SKU', quantity: '2', item_price: 3.5, currency: 'EUR' }] } }, '🛒')?.cards,
    ).toEqual([{ kind: 'order', note: 'Soon please', items: [{ name: 'SKU', quantity: 2, price: 3.5, currency: 'EUR' }] }])
  })

  it('keeps the words that stand beside it', () => {
    expect(cardsOf({ shared: [{ type: 'story_mention', title: '', url: 'https://a.b/c' }], said: 'Look!' }, 'Look!\nMentioned us in a story')).toEqual({
      cards: [{ kind: 'shared', what: 'story_mention', title: '', url: 'https://a.b/c' }],
      words: 'Look!',
    })
    expect(cardsOf({ button: 'yes' }, 'Yes')).toEqual({ cards: [{ kind: 'button' }], words: 'Yes' })
    expect(cardsOf({ referral: { headline: 'Shoes', body: 'Half price', source_url: 'https://fb.me/x' } }, 'Hi')).toEqual({
      cards: [{ kind: 'ad', title: 'Shoes', text: 'Half price', url: 'https://fb.me/x' }],
      words: 'Hi',
    })
  })

  it('is never an address that runs, nor a throw', () => {
    expect(cardsOf({ shared: [{ type: 'share', url: 'javascript:alert(1)' }] }, 'x')?.cards).toEqual([{ kind: 'shared', what: 'share', title: '', url: null }])
    for (const extra of [
      {},
      { location: { latitude: 900, longitude: 0 } },
      { location: 'x', contacts: 7, order: {}, shared: [null, 3], story: [] },
      { contacts: [null] },
    ])
      expect(cardsOf(extra, 'x')).toBeNull()
    expect(cardsOf(undefined, 'x')).toBeNull()
    expect(cardsOf({ contacts: Array.from({ length: 400 }, () => ({ first_name: 'a' })) }, '')?.cards).toHaveLength(30)
  })
})
