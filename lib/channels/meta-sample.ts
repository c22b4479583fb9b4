/** The envelope in which Meta brings messages, for samples. */
/** When the story begins, unix seconds. */
export const STORY = 1_790_000_000

/** `n`: seconds since the story began; `sender`: the account itself for what we wrote. */
export const envelope =
  (object: string, id: string) =>
  (n: number, it: object, sender = '4001') => ({
    object,
    entry: [
      { id, time: (STORY + n) * 1000, messaging: [{ sender: { id: sender }, recipient: { id: sender === id ? '4001' : id }, timestamp: (STORY + n) * 1000, ...it }] },
    ],
  })
