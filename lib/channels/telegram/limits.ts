import type { Limits } from '../kind'

/** The only reactions a bot may give. */
const EMOJIS = (
  '👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 ' +
  '🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡'
).split(' ')

export const telegramLimits: Limits = {
  leaves: 'push',
  textMax: 4096,
  looks: 'html',
  files: { max: 50 * 1024 * 1024 },
  addresses: 'name',
  hasWays: true,
  // That something was read is shown to customers of a business account alone.
  acts: { reply: true, read: true, typingMs: 5_000, react: { emojis: EMOJIS, own: true }, edit: {}, remove: { withinMs: 48 * 60 * 60_000 } },
}
