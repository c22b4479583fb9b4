import { expect, it } from 'vitest'
import { failureOf } from './fetch'

it('says that the limit was the proxy’s when a 413 is not our own', () => {
  const page = '<html><h1>413 Request Entity Too Large</h1></html>'
  for (const answer of [null, page, {}, { error: 'too large' }]) expect(failureOf(413, answer)).toMatchObject({ reason: 'proxy_limit', status: 413, mayRetry: false })
  expect(failureOf(413, { error: { reason: 'file_too_large' } })).toMatchObject({ reason: 'file_too_large' })
  expect(failureOf(502, page)).toMatchObject({ reason: 'unexpected', mayRetry: true })
})
