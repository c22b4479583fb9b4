/** Payloads of our own in the provider’s form: every kind of thing that can come. For tests. */
import { envelope, STORY } from '../meta-sample'

export const settings = { accessToken: 'token', appSecret: 'the-app-secret', verifyToken: 'word', apiVersion: 'v25.0', accountId: '901' }

const ig = envelope('instagram', '901')
export const payloads = [
  ig(1, { message: { mid: 'i_1', text: 'Is it in stock?' } }),
  ig(2, { message: { mid: 'i_2', text: 'Love this', reply_to: { story: { id: '1', url: 'https://lookaside.fbsbx.com/s' } } } }),
  ig(3, { message: { mid: 'i_3', attachments: [{ type: 'story_mention', payload: { url: 'https://lookaside.fbsbx.com/m' } }] } }),
  ig(4, { message: { mid: 'i_4', text: 'wrong chat' } }),
  ig(5, { message: { mid: 'i_4', is_deleted: true } }),
  ig(6, { reaction: { mid: 'i_1', action: 'react', emoji: '🔥' } }),
  ig(7, { reaction: { mid: 'i_1', action: 'unreact' } }),
  ig(8, { message: { mid: 'i_8', text: 'Yes', quick_reply: { payload: 'Y' } } }),
  ig(9, { message: { mid: 'i_e', text: 'From the app', is_echo: true } }, '901'),
  ig(10, { read: { mid: 'i_e' } }),
  ig(11, { message: { mid: 'i_11', is_unsupported: true } }),
  ig(13, { message: { mid: 'i_13', attachments: [{ type: 'ig_reel', payload: { url: 'https://lookaside.fbsbx.com/r', title: 'A reel' } }] } }),
  ig(14, { message: { mid: 'i_14', text: 'Wrnog' } }),
  ig(15, { message_edit: { mid: 'i_14', text: 'Wrong', num_edit: 1 } }),
  ig(16, { postback: { mid: 'i_16', title: 'Track order', payload: 'TRACK' } }),
  {
    object: 'instagram',
    entry: [
      {
        id: '901',
        time: STORY + 12,
        changes: [
          {
            field: 'messages',
            value: { sender: { id: '4002' }, recipient: { id: '901' }, timestamp: String(STORY + 12), message: { mid: 'i_12', text: 'a test call' } },
          },
        ],
      },
    ],
  },
]
