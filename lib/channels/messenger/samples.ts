/** Payloads of our own in the provider’s form: every kind of thing that can come. For tests. */
import { envelope, STORY } from '../meta-sample'

export const settings = { accessToken: 'token', appSecret: 'the-app-secret', verifyToken: 'word', apiVersion: 'v25.0', pageId: '900', humanAgent: true }

const page = envelope('page', '900')
export const payloads = [
  page(1, { message: { mid: 'm_1', text: 'Hi there' } }),
  page(2, { message: { mid: 'm_2', attachments: [{ type: 'image', payload: { url: 'https://scontent.fbcdn.net/a.jpg' } }] } }),
  page(3, { message: { mid: 'm_3', text: 'about this', reply_to: { mid: 'm_1' } } }),
  page(4, { reaction: { mid: 'm_1', action: 'react', emoji: '❤', reaction: 'love' } }),
  page(5, { postback: { mid: 'm_5', title: 'Get started', payload: 'START' } }),
  page(6, { message: { mid: 'm_e1', text: 'From Business Suite', is_echo: true, app_id: 1 } }, '900'),
  page(7, { delivery: { mids: ['m_e1'], watermark: (STORY + 7) * 1000 } }),
  page(8, { read: { watermark: (STORY + 8) * 1000 } }),
  page(9, { message_edit: { mid: 'm_3', text: 'about that', num_edit: 1 } }),
  page(10, { message: { text: 'A test call without an id' } }),
  // Ours, from the provider's own app: no reaction of the customer's.
  page(11, { reaction: { mid: 'm_3', action: 'react', emoji: '👍' } }, '900'),
  page(12, { message: { mid: 'm_12', attachments: [{ type: 'location', payload: { coordinates: { lat: 40.4, long: -3.7 } } }] } }),
  page(13, { message: { mid: 'm_13', attachments: [{ type: 'something_new', payload: { url: 'https://example.test/x' } }] } }),
  page(14, { message: { mid: 'm_14', sticker_id: 1, attachments: [{ type: 'image', payload: { url: 'https://scontent.fbcdn.net/s.png', sticker_id: 1 } }] } }),
  page(15, { referral: { ref: 'ad', source: 'SHORTLINK' } }),
  // Another app holds the talk; we listen.
  {
    object: 'page',
    entry: [
      {
        id: '900',
        time: (STORY + 16) * 1000,
        standby: [{ sender: { id: '4001' }, recipient: { id: '900' }, timestamp: (STORY + 16) * 1000, message: { mid: 'm_16', text: 'To the bot' } }],
      },
    ],
  },
]
