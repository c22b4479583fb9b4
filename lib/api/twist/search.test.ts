import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { messages } from '@/db/schema/messages'
import { close, open, scene } from './testing/scene'

beforeAll(open)
afterAll(close)

async function told() {
  const s = await scene()
  const [one, two] = [await s.talk(), await s.talk()]
  const say = async (conversation: number, content: string, day: string, more: object = {}) => {
    const { id } = (await s.b3.post('/conversation_messages/add', { conversation_id: conversation, content, ...more })).body
    await transaction(
      async (db) =>
        void (await db
          .update(messages)
          .set({ createdAt: new Date(`${day}T12:00:00Z`) })
          .where(eq(messages.id, id))),
    )
    return id as number
  }
  const find = async (query: string) => {
    const answer = await s.a3.get(`/search?workspace_id=${s.workspace.id}&${query}`)
    return answer.status === 200 ? answer.body.items.map((i: { id: string }) => Number(i.id.replace('message-', ''))) : answer.body
  }
  return { ...s, one, two, say, find }
}

describe('search', () => {
  it('honours days, both included, conversations and channels', async () => {
    const s = await told()
    const first = await s.say(s.one, 'the budget', '2026-03-01')
    const second = await s.say(s.two, 'a budget', '2026-03-05')
    const third = await s.say(s.one, 'our budget', '2026-03-09')
    const { id: customers } = await s.customerWrites('budget please')
    const of = async (q: string) => s.find(`query=budget&date_to=2026-12-31&${q}`)
    expect(await s.find('query=budget&date_from=2026-03-01&date_to=2026-03-05')).toEqual([second, first])
    expect(await s.find('query=budget&date_from=2026-03-05&date_to=2026-03-05')).toEqual([second])
    expect(await s.find(`query=budget&date_from=${Date.UTC(2026, 2, 5, 13) / 1000}&date_to=2026-03-31`)).toEqual([third])
    expect(await s.find('query=budget&date_from=2026-03-02T00:00:00Z&date_to=2026-03-08')).toEqual([second])
    expect(await of(`conversation_ids=[${s.one}]`)).toEqual([third, first])
    expect(await of(`conversation_id=${s.two}&date_from=`)).toEqual([second])
    expect(await of(`conversation_ids=${s.one},${s.two}`)).toEqual([third, second, first])
    expect(await s.find(`query=budget&channel_ids=${s.channel.id}`)).toEqual([customers])
    expect(await s.find('query=budget&channel_ids=987654')).toEqual([])
    expect(await s.find('query=budget&date_from=yesterday')).toMatchObject({ error_code: 20, error_extra: { argument: 'date_from' } })
  })

  it('finds what names the caller without a query', async () => {
    const s = await told()
    const link = `[Ana](twist-mention://${s.users.ana.id})`
    const linked = await s.say(s.one, `${link} look at the budget`, '2026-03-01')
    await s.say(s.one, 'nothing to see', '2026-03-02')
    const listed = await s.say(s.two, 'and this', '2026-03-03', { direct_mentions: [s.users.ana.id] })
    await s.say(s.two, `[Ben](twist-mention://${s.users.ben.id})`, '2026-03-04')
    expect(await s.find('mention_self=true')).toEqual([listed, linked])
    expect(await s.find('mention_self=1&query=')).toEqual([listed, linked])
    expect(await s.find('mention_self=true&query=budget')).toEqual([linked])
    expect(await s.find('mention_self=true&limit=1')).toEqual([listed])
    expect(await s.find(`mention_self=true&conversation_ids=${s.one}`)).toEqual([linked])
    expect(await s.find('mention_self=false')).toMatchObject({ error_code: 19, error_extra: { argument: 'query' } })
    const page = (await s.a3.get(`/search?workspace_id=${s.workspace.id}&mention_self=true&limit=1`)).body
    expect(await s.find(`mention_self=true&limit=1&cursor=${page.next_cursor_mark}`)).toEqual([linked])
  })
})
