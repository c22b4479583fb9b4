import { describe, expect, it } from 'vitest'
import { readMail } from './read'

const own = ['support@us.test', 'sales@us.test']
const read = async (...headers: string[]) => {
  const { from, replyTo, sender, machine } = await readMail(Buffer.from([...headers, 'Subject: Printer', '', 'It smokes'].join('\r\n')), { own })
  return { from, replyTo: replyTo.map((p) => p.address), sender: sender.address, machine }
}
const ann = { from: { address: 'ann@x.test', name: 'Ann Moss' }, replyTo: ['ann@x.test'], machine: null }

describe('who wrote', () => {
  it.each([
    ['a form under our own address', ['From: Shop <support@us.test>', 'Reply-To: Ann Moss <ann@x.test>']],
    ['a form under our address with a plus', ['From: support+web@us.test', 'Reply-To: Ann Moss <ann@x.test>']],
    ['a form under another mailbox of ours', ['From: Form <sales@us.test>', 'Reply-To: "Ann Moss" <ann@x.test>']],
    ['WordPress', ['From: WordPress <wordpress@shop.test>', 'Reply-To: Ann Moss <ann@x.test>']],
    ['a service for forms', ['From: Forms <no-reply@forms.test>', 'Reply-To: Ann Moss <ann@x.test>', 'Feedback-ID: x']],
    ['a form under an address of our house', ['From: Ann Moss <info@us.test>', 'Reply-To: Ann Moss <ann@x.test>']],
    ['a website', ['From: hello@forms.test', 'Reply-To: Ann Moss <ann@x.test>', 'X-Mailer: PHPMailer 6.9.1']],
    ['a website on a shared host', ['From: hello@forms.test', 'Reply-To: Ann Moss <ann@x.test>', 'X-PHP-Originating-Script: 33:contact.php']],
    ['a shop', ['From: "Ann Moss (Shop)" <mailer@shop.test>', 'Reply-To: Ann Moss <ann@x.test>']],
    [
      'a Google group',
      [
        'From: "\'Ann Moss\' via Support" <support@us.test>',
        'Reply-To: Ann Moss <ann@x.test>',
        'X-Original-Sender: ann@x.test',
        'X-Original-From: Ann Moss <ann@x.test>',
        'Precedence: list',
        'Mailing-list: list support@us.test; contact support+owners@us.test',
        'List-Post: <https://groups.google.com/a/us.test/group/support/post>, <mailto:support@us.test>',
        'List-ID: <support.us.test>',
        'List-Unsubscribe: <mailto:x@googlegroups.com>',
      ],
    ],
    [
      'a Google group that answers go to, of another domain',
      [
        "From: 'Ann Moss' via Help <help@group.test>",
        'Reply-To: help@group.test',
        'X-Original-Sender: ann@x.test',
        'Mailing-list: list help@group.test',
        'List-ID: <help.group.test>',
        'Precedence: list',
      ],
    ],
    [
      'a list of Mailman',
      [
        'From: Ann Moss via Help <help@lists.far.test>',
        'Reply-To: Ann Moss <ann@x.test>',
        'List-Post: <mailto:help@lists.far.test>',
        'List-Id: <help.lists.far.test>',
        'X-BeenThere: help@lists.far.test',
      ],
    ],
    [
      'a list of Mailman that answers go to',
      [
        'From: Ann Moss via Help <help@lists.far.test>',
        'Reply-To: help@lists.far.test',
        'Cc: Ann Moss <ann@x.test>',
        'List-Post: <mailto:help@lists.far.test>',
        'List-Id: <help.lists.far.test>',
      ],
    ],
  ])('through %s is the customer, who gets the answer', async (_, headers) => {
    expect(await read(...headers)).toMatchObject(ann)
  })

  it.each([
    ['somebody who wants answers elsewhere', ['From: Ann Moss <ann@x.test>', 'Reply-To: ann@home.test'], 'ann@x.test'],
    ['a group that leaves its members their names', ['From: Ann Moss <ann@x.test>', 'List-Post: <mailto:help@us.test>', 'X-Original-Sender: evil@y.test'], 'ann@x.test'],
    ['a newsletter', ['From: Shop <no-reply@shop.test>', 'Reply-To: hello@other.test', 'List-Unsubscribe: <https://x>'], 'no-reply@shop.test'],
    ['a program with an address for each mail', ['From: Ann <notifications@git.test>', 'Reply-To: reply+abc@reply.git.test'], 'notifications@git.test'],
    ['a colleague', ['From: support@us.test', 'Reply-To: support+c_x@us.test'], 'support@us.test'],
    ['a colleague in a thread', ['From: Ben <ben@us.test>', 'Reply-To: ben@home.test', 'In-Reply-To: <a@b>'], 'ben@us.test'],
    ['nobody else', ['From: support@us.test'], 'support@us.test'],
    ['a bounce', ['From: support@us.test', 'Reply-To: x@y.test', 'X-Failed-Recipients: z@y.test'], 'support@us.test'],
    ['one whose own header says so', ['From: Bob <bob@x.test>', 'X-Original-From: ceo@y.test'], 'bob@x.test'],
  ])('%s is whom it says', async (_, headers, address) => {
    expect((await read(...headers)).from.address).toBe(address)
  })
})
