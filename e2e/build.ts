/** The tests drive what `npm start` serves: the built server, brought up to date first. */
import { ensureBundle, ensurePages } from '../lib/host/build.mjs'
import { sourcesHash } from '../lib/host/sources.mjs'

export default async function build(): Promise<void> {
  const hash = sourcesHash()
  await ensurePages(hash)
  await ensureBundle(hash)
}
