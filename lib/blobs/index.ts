/** Where files' bytes lie: one small interface, one store for now (this machine's disk). Keys are made here, never from what a user says. */
import type { Readable } from 'node:stream'
import { localBlobs } from './local'

export interface Blobs {
  /** Keeps the bytes under a fresh random key, all or nothing. Whatever the source or the disk throws, nothing stays behind. */
  put(source: AsyncIterable<Uint8Array>): Promise<{ key: string; size: number }>
  /** The bytes of a key; null when there are none. */
  get(key: string): Promise<Readable | null>
  /** Whether there are bytes under this key. */
  has(key: string): Promise<boolean>
  /** Quiet when there is nothing. */
  delete(key: string): Promise<void>
}

export const blobs: Blobs = localBlobs
