import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DomainError } from '@/lib/domain/errors'
import { run } from './run'

const signedIn = vi.hoisted(() => ({ actor: null as { userId: number } | null }))
vi.mock('@/lib/auth/session', () => ({ currentActor: async () => signedIn.actor }))
beforeEach(() => void (signedIn.actor = { userId: 7 }))

describe('a server action', () => {
  it('runs the verb as the signed-in user', async () => {
    expect(await run(async (actor, n: number) => [actor.userId, n], 5)).toEqual({ ok: true, data: [7, 5] })
  })

  it('answers refusals instead of throwing, and nobody in particular is told to sign in', async () => {
    const refused = await run(async () => Promise.reject(new DomainError('time_is_past', { until: 1 })), {})
    expect(refused).toEqual({ ok: false, error: { code: 'invalid', reason: 'time_is_past', message: 'Choose a time in the future.', data: { until: 1 } } })
    signedIn.actor = null
    expect(await run(async () => 1, {})).toMatchObject({ ok: false, error: { reason: 'not_signed_in' } })
  })

  it('logs what nobody foresaw once, and tells only its number', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const failed = await run(async () => Promise.reject(new Error('secret detail')), {})
    expect(failed).toMatchObject({ ok: false, error: { reason: 'unexpected', data: { requestId: expect.any(String) } } })
    expect(JSON.stringify(failed)).not.toContain('secret')
    expect(log).toHaveBeenCalledTimes(1)
    log.mockRestore()
  })
})
