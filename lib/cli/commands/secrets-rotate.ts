import { forgetFormerKey, renewKeptKey } from '@/db/seal'
import { resealAll, sealPlain } from '@/lib/domain/channels/reseal'
import { sealWebhooks } from '@/lib/domain/webhooks/secrets'
import type { Command } from '../command'

export const secretsRotate: Command = {
  usage: 'secrets rotate',
  about: 'Seals all channels’ and webhooks’ secrets with the key of now; a key that Parley keeps itself is made anew first. Servers may run meanwhile.',
  options: {},
  run: async () => {
    const isKept = renewKeptKey()
    await sealPlain()
    const { sealed, locked } = await resealAll()
    const hooks = await sealWebhooks({ all: true })
    if (isKept && locked.length === 0 && hooks.locked.length === 0) forgetFormerKey()
    const key = isKept ? 'kept' : 'setting'
    const done = `Sealed the secrets of ${sealed} channel${sealed === 1 ? '' : 's'} anew${isKept ? ' with a new key' : ''}.`
    const rest =
      locked.length > 0
        ? `\nNo key at hand opens those of: ${locked.join(', ')}. Enter them again on their pages, or give the former key as CHANNEL_SECRETS_KEY_OLD.`
        : ''
    return { json: { sealed, locked, key, webhooks: hooks }, text: done + rest, failed: locked.length > 0 || hooks.locked.length > 0 }
  },
}
