/** Two colleagues' programs against Twist's API over real HTTP. For tests. */
import { makeScene, makeUser } from '@/db/factories'
import type { Actor } from '@/lib/domain/actor'
import { assign } from '@/lib/domain/conversations/assign'
import { receive } from '@/lib/domain/messages/receive'
import type { Scope } from '@/lib/domain/tokens/scopes'
import { program } from '../../testing/program'
import { startServer } from '../../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
export const open = async () => void (server = await startServer())
export const close = () => server.close()
export const url = () => server.url

/** A program's calls at one version. */
export async function caller(actor: Actor, version: 1 | 2 | 3 | 4 = 1, scopes?: readonly Scope[]) {
  const p = await program(`${server.url}/api/v${version}`, actor, (t) => ({ authorization: `Bearer ${t}` }), scopes)
  const post = (path: string, body?: unknown) => p.call('POST', path, body)
  return {
    token: p.token,
    call: p.call,
    get: (path: string) => p.call('GET', path),
    post,
    form: (path: string, body: string) => p.call('POST', path, body, { 'content-type': 'application/x-www-form-urlencoded' }),
    say: (conversation_id: number, content: string, more: object = {}) => post('/conversation_messages/add', { conversation_id, content, ...more }),
  }
}

/** Ana (`a`) and Ben (`b`) on v1 and on v3; `talk` makes a team conversation of theirs, `customer` a customer's message. */
export async function scene() {
  const s = await makeScene()
  const [a, b, a3, b3] = [await caller(s.ana), await caller(s.ben), await caller(s.ana, 3), await caller(s.ben, 3)]
  let n = 0
  return {
    ...s,
    a,
    b,
    a3,
    b3,
    /** The first is of the two alone, the next with others besides. */
    async talk(): Promise<number> {
      const others = n++ === 0 ? [] : [(await makeUser(s.workspace.id)).id]
      const made = await a.post('/conversations/get_or_create', { workspace_id: s.workspace.id, user_ids: [s.users.ben.id, ...others] })
      return made.body.id
    },
    customerWrites: (body: string) => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body }),
    assignTo: (conversationId: number, assigneeId: number | null) => assign(s.ben, { conversationId, assigneeId }),
  }
}
