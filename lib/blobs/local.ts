/** Files under DATA_DIR/blobs, spread over 256 folders. Written beside their place and moved there when whole and on disk. */
import { randomBytes } from 'node:crypto'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { env } from '@/lib/env'
import type { Blobs } from './index'

const KEY = /^[0-9a-f]{40}$/

const root = () => join(env.dataDir, 'blobs')
const pathOf = (key: string) => (KEY.test(key) ? join(root(), key.slice(0, 2), key) : null)

export const localBlobs: Blobs = {
  async put(source) {
    const key = randomBytes(20).toString('hex')
    const place = join(root(), key.slice(0, 2), key)
    const part = join(root(), 'part', key)
    await mkdir(dirname(place), { recursive: true })
    await mkdir(dirname(part), { recursive: true })
    let size = 0
    const file = await open(part, 'wx', 0o600)
    try {
      for await (const chunk of source) {
        await file.writeFile(chunk)
        size += chunk.byteLength
      }
      await file.sync()
      await file.close()
      await rename(part, place)
    } catch (e) {
      await file.close().catch(() => {})
      await rm(part, { force: true })
      throw e
    }
    return { key, size }
  },

  async get(key) {
    const path = pathOf(key)
    if (!path) return null
    try {
      return (await open(path, 'r')).createReadStream()
    } catch (e) {
      if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return null
      throw e
    }
  },

  async has(key) {
    const path = pathOf(key)
    return (
      path !== null &&
      (await access(path).then(
        () => true,
        () => false,
      ))
    )
  },

  async delete(key) {
    const path = pathOf(key)
    if (path) await rm(path, { force: true })
  },
}
