import { beforeAll, describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { samples } from '@/lib/channels/samples'
import { provider, settle, story } from './testing/provider'

/** Those whose payloads say when it happened. */
const TIMED = ['whatsapp', 'telegram', 'messenger', 'instagram'] as const

describe.each(TIMED)('every sample of %s', (type) => {
  let once: Awaited<ReturnType<typeof played>>['story']
  const played = async (order: readonly unknown[]) => {
    const s = await makeScene()
    const p = await provider(s, type)
    const answers = []
    for (const payload of order) answers.push((await p.post(payload)).status)
    if (answers.some((status) => status !== 200)) throw new Error(`answered ${answers.join()}`)
    await settle(p.channel.id)
    const last = await settle(p.channel.id, 11 * 60_000)
    return { story: await story(p.channel.id), last }
  }
  const all = samples[type].payloads

  beforeAll(async () => {
    once = (await played(all)).story
  })

  it('is acted on to the last one', async () => {
    const { story, last } = await played(all)
    expect(story.length).toBeGreaterThan(0)
    expect(last.filter((e) => e.state !== 'done').map((e) => e.error)).toEqual([])
  })

  it('makes the same conversations when it comes three times', async () => {
    const { story } = await played([...all, ...all, ...all])
    expect(story).toEqual(once)
  })

  it.each([1, 2, 3])('makes the same conversations when it comes shuffled (%i)', async (seed) => {
    let n = seed * 7919
    const random = () => ((n = (n * 48_271) % 2_147_483_647), n / 2_147_483_647)
    const shuffled = all
      .map((p) => [random(), p] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, p]) => p)
    const { story } = await played([...shuffled, ...shuffled.slice(0, 3)])
    expect(story).toEqual(once)
  })

  it('reads as it was written', () => expect(once).toMatchSnapshot())
})
