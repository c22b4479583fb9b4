/** The emojis one can react with here; what comes by the API may be any. Words for them are in the catalogue. */
export const EMOJIS = [
  ['👍', 'thumbsUp'],
  ['❤️', 'heart'],
  ['🎉', 'party'],
  ['😄', 'smile'],
  ['👀', 'eyes'],
  ['🙏', 'thanks'],
  ['✅', 'done'],
  ['👎', 'thumbsDown'],
] as const

export type EmojiName = (typeof EMOJIS)[number][1]

/** The catalogue's word for an emoji of ours. */
export const emojiName = (emoji: string): EmojiName | undefined => EMOJIS.find(([e]) => e === emoji)?.[1]
