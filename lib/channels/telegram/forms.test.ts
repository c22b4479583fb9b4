import { expect, it } from 'vitest'
import { telegram } from './index'
import { samples } from '../samples'
import type { Incoming } from '../channel'

const call = (m: object, kind = 'message') => ({
  raw: Buffer.from(
    JSON.stringify({
      update_id: 1,
      [kind]: { message_id: 5, date: 1_790_000_000, chat: { id: 7, type: 'private', first_name: 'Ivo' }, from: { id: 7, first_name: 'Ivo' }, ...m },
    }),
  ),
  headers: new Headers(),
  urls: [],
  keep: async () => '',
})
const read = async (m: object, kind?: string): Promise<Incoming> => {
  const [e] = (await telegram.parse?.(call(m, kind), telegram.settings.parse(samples.telegram.settings))) ?? []
  if (!e) throw new Error('nothing was read')
  return e
}

it.each([
  ['a poll', { poll: { question: 'When?', options: [{ text: 'Monday' }, { text: 'Friday' }] } }, '📊 When?\n○ Monday\n○ Friday'],
  [
    'a checklist',
    {
      checklist: {
        title: 'To do',
        tasks: [
          { id: 1, text: 'Pack', completion_date: 5 },
          { id: 2, text: 'Send' },
        ],
      },
    },
    '📋 To do\n☑ Pack\n☐ Send',
  ],
  [
    'a link behind words',
    { text: '😀 see here now', entities: [{ type: 'text_link', offset: 7, length: 4, url: 'https://x.test/a' }] },
    '😀 see here (https://x.test/a) now',
  ],
  [
    'two links, one of which says where it leads',
    {
      text: 'x.test/a or that',
      entities: [
        { type: 'text_link', offset: 0, length: 8, url: 'https://x.test/a' },
        { type: 'text_link', offset: 12, length: 4, url: 'https://y.test' },
      ],
    },
    'x.test/a or that (https://y.test)',
  ],
  ['a link out of range', { text: 'ab', entities: [{ type: 'text_link', offset: 1, length: 9, url: 'https://x.test' }] }, 'ab'],
  [
    'a rich message',
    {
      rich_message: {
        blocks: [
          { type: 'section_heading', text: 'Order 7', size: 1 },
          { type: 'paragraph', text: ['See ', { type: 'bold', text: ['the ', { type: 'url', text: 'shop', url: 'https://s.test' }] }] },
          {
            type: 'list',
            items: [
              { label: '1.', blocks: [{ type: 'paragraph', text: 'One' }] },
              { has_checkbox: true, is_checked: true, blocks: [{ type: 'paragraph', text: 'Two' }] },
            ],
          },
          {
            type: 'table',
            cells: [
              [{ text: 'a' }, { text: 'b' }],
              [{ text: 'c' }, { text: 'd' }],
            ],
          },
          { type: 'details', summary: 'More', blocks: [{ type: 'paragraph', text: 'Inside' }] },
        ],
      },
    },
    'Order 7\nSee the shop (https://s.test)\n1. One\n☑ Two\na | b\nc | d\nMore\nInside',
  ],
])('%s is text', async (_what, m, text) => {
  expect(await read(m)).toMatchObject({ type: 'message', text })
  expect(await read({ ...m, edit_date: 1_790_000_009 }, 'edited_message')).toMatchObject({ type: 'edit', text })
})

it('pictures of a rich message are its files, and nothing nested without end is followed', async () => {
  const photo = [{ file_id: 'small' }, { file_id: 'large' }]
  expect(await read({ rich_message: { blocks: [{ type: 'collage', blocks: [{ type: 'photo', photo }] }] } })).toMatchObject({ files: [{ ref: 'large', kind: 'image' }] })
  let deep: object = { type: 'paragraph', text: 'deep' }
  for (let n = 0; n < 22; n++) deep = { type: 'quote', blocks: [deep] }
  expect(await read({ rich_message: { blocks: [{ type: 'paragraph', text: 'top' }, deep] } })).toMatchObject({ text: 'top' })
})

it('a card shows all that its vCard says', async () => {
  const vcard =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Tom Reed\r\nORG:Reed\\, Sons;Sales\r\nTITLE:Buyer\r\nTEL;TYPE=CELL:+34 600 000 000\r\nTEL:+34 911 111\r\n 111\r\nitem1.EMAIL:tom@x.test\r\nADR;TYPE=WORK:;;Main St 1;Madrid;;28001;Spain\r\nURL:https://x.test\r\nBDAY:1980-01-02\r\nEND:VCARD'
  const e = await read({ contact: { phone_number: '+34600000000', first_name: 'Tom', vcard } })
  expect(e).toMatchObject({ text: expect.stringContaining('👤 Tom Reed') })
  for (const part of ['Reed, Sons', 'Sales', 'Buyer', '+34600000000', '+34 911 111111', 'tom@x.test', 'Main St 1, Madrid, 28001, Spain', 'https://x.test', '1980-01-02'])
    expect(e).toMatchObject({ text: expect.stringContaining(part) })
})

it('a topic of a group is the way to it, and its general one is none', async () => {
  const group = { chat: { id: -100, type: 'supergroup', title: 'Help', is_forum: true } }
  expect(await read({ ...group, text: 'Hi', is_topic_message: true, message_thread_id: 42 })).toMatchObject({
    externalId: '-100:5',
    from: { address: '-100', via: 'topic:42' },
  })
  expect(await read({ ...group, text: 'Hi' })).not.toHaveProperty('from.via')
  // An answer in a group without topics has a thread as well.
  expect(await read({ ...group, text: 'Hi', message_thread_id: 42 })).not.toHaveProperty('from.via')
})

it('two customers of a channel’s direct messages are two people, and what its own people say is ours', async () => {
  const chat = { chat: { id: -200, type: 'supergroup', title: 'News', is_direct_messages: true } }
  const from = (id: number, name: string) => ({ ...chat, from: { id, first_name: name }, direct_messages_topic: { topic_id: id, user: { id, first_name: name } } })
  expect(await read({ ...from(11, 'Ann'), text: 'Hi' })).toMatchObject({ direction: 'in', externalId: '-200:5', from: { address: '-200#11', name: 'Ann' } })
  expect(await read({ ...from(12, 'Bob'), text: 'Hi' })).toMatchObject({ from: { address: '-200#12', name: 'Bob' } })
  expect(await read({ ...from(12, 'Bob'), from: { id: 99, first_name: 'Admin' }, text: 'Hello' })).toMatchObject({
    direction: 'echo',
    from: { address: '-200#12', name: 'Bob' },
  })
})
