/** Reading the entries of a batch so that one that breaks does not take the others with it. */
import type { Incoming } from './channel'
import { arr, fingerprint, type Loose, obj } from './loose'

/**
 * A reader of lists whose entries keep the order in which they stood in the batch. `alone`: the call as it would have been with this
 * entry only; it is what is kept, so that the entry can be read once more.
 */
export function batchReader(): (items: unknown, kind: string, read: (item: Loose) => Incoming[], alone?: (item: unknown) => unknown) => Incoming[] {
  let rank = 0
  return (items, kind, read, alone = (item) => item) =>
    arr(items).flatMap((item): Incoming[] => {
      try {
        return read(obj(item)).map((e) => ({ ...e, rank: e.rank ?? rank++, raw: alone(item) }))
      } catch (e) {
        return [{ type: 'broken', key: `x:${kind}:${fingerprint(item ?? null)}`, at: 0, error: e instanceof Error ? e.message : String(e), raw: alone(item) }]
      }
    })
}

/** A batch's part that is not what it should be, kept for somebody to look at. */
export const senseless = (item: unknown, error: string): Incoming[] => [{ type: 'broken', key: `x:${fingerprint(item ?? null)}`, at: 0, error, raw: item }]

/** A body that could not be read at all, kept for somebody to look at. */
export const unreadable = (raw: Uint8Array): Incoming[] => [
  { type: 'broken', key: `x:${fingerprint(raw)}`, at: 0, error: 'the body could not be read', raw: Buffer.from(raw).toString('utf8') },
]
