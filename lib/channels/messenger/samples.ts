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
]
