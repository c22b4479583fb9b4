import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CHANNEL_TYPES } from '@/db/schema/channels'
import { writeInput } from '@/lib/domain/visitors/write'
import { en } from '@/lib/i18n/en'
import { fieldsOf } from './form'
import { channels } from './index'
import { kindOf } from './kinds'
import { limitOf } from './limits'
import { samples } from './samples'

const folders = readdirSync('lib/channels', { withFileTypes: true })
  .filter((d) => d.isDirectory() && existsSync(`lib/channels/${d.name}/index.ts`))
  .map((d) => d.name)

it('has a folder for each type, and each folder is a type', () => expect(folders.sort()).toEqual([...CHANNEL_TYPES].sort()))

describe.each(CHANNEL_TYPES)('%s', (type) => {
  const { fields, schema, scope } = kindOf(type)
  const channel = channels[type]
  const sample = samples[type]

  it('has its settings, limits and samples in its folder', () => {
    for (const file of ['settings', 'limits', 'samples']) expect(existsSync(`lib/channels/${type}/${file}.ts`), file).toBe(true)
    expect(limitOf(type).textMax).toBeGreaterThan(0)
    expect(channel?.settings).toBe(schema)
  })

  it('names only settings of its own, and asks for them in words', () => {
    const names = Object.keys(fields)
    for (const [name, f] of Object.entries(fields)) {
      for (const other of [...(f.sentTo ?? []), ...(f.when ? [f.when.field] : [])]) expect(names, name).toContain(other)
      if (f.form === 'choice') expect(f.options?.length, name).toBeGreaterThan(1)
    }
    if (scope) expect(names).toContain(scope)
    const labels: Record<string, string> = en.settings.connect.fields
    for (const f of fieldsOf(type)) expect(labels[f.name], f.name).toBeTruthy()
  })

  it('says where each secret goes that leaves to an address an admin sets', () => {
    const addresses = Object.keys(fields).filter((n) => /^(baseUrl|apiUrl|tokenUrl|imapHost|smtpHost)$/.test(n))
    const told = new Set(Object.values(fields).flatMap((f) => f.sentTo ?? []))
    expect([...told]).toEqual(expect.arrayContaining(addresses))
  })

  it('reads its own samples', async () => {
    const settings = schema.parse(sample.settings)
    expect(sample.payloads.length).toBeGreaterThan(0)
    if (!channel?.parse) return sample.payloads.forEach((p) => expect(writeInput.safeParse(p).success).toBe(true))
    for (const payload of sample.payloads) {
      const raw = Buffer.from(payload instanceof URLSearchParams ? payload.toString() : JSON.stringify(payload))
      const entries = await channel.parse(
        {
          raw,
          headers: new Headers({ 'content-type': payload instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json', ...sample.headers }),
          urls: [],
          keep: async () => 'key',
        },
        settings,
      )
      expect(entries.filter((e) => e.type === 'broken')).toEqual([])
      expect(entries.length).toBeGreaterThan(0)
    }
  })
})
