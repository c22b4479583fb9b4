import { expect, it } from 'vitest'
import * as api from '@/app/api/[...path]/route'
import * as p1 from '@/app/p1/[...path]/route'

it.each([
  ['/p1/companies', p1],
  ['/p1/companies/1/conversations', p1],
  ['/api/v1/conversations', api],
])('where Next is the only server, %s is answered by the same application', async (path, { GET, POST }) => {
  for (const handle of [GET, POST]) {
    const answer = await handle(new Request(`http://localhost${path}`, { method: handle === GET ? 'GET' : 'POST' }))
    expect([401, 403]).toContain(answer.status)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  }
})
