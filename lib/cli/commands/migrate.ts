import { migrateDatabase } from '@/db/migrate'
import { sealPlain } from '@/lib/domain/channels/reseal'
import { schemaState } from '@/lib/domain/health/schema'
import { sealWebhooks } from '@/lib/domain/webhooks/secrets'
import type { Command } from '../command'

export const migrate: Command = {
  usage: 'migrate',
  about: 'Brings the database to the newest schema.',
  options: {},
  migrates: false,
  run: async () => {
    const before = await schemaState().catch(() => null)
    await migrateDatabase()
    await sealPlain()
    await sealWebhooks()
    const now = await schemaState()
    const applied = now.applied - (before?.applied ?? 0)
    return {
      json: { applied, newest: now.newest },
      text: applied > 0 ? `${applied} migration${applied === 1 ? '' : 's'} applied; the schema is at ${now.newest}.` : `Nothing to do: the schema is at ${now.newest}.`,
    }
  },
}
