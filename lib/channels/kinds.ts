/** The types of channel there are, as data: a row each. Their code is in `index.ts`. */
import type { ChannelType } from '@/db/schema/channels'
import { emailFields, emailSettings } from './email/settings'
import { instagramFields, instagramSettings } from './instagram/settings'
import type { Kind } from './kind'
import { messengerFields, messengerSettings } from './messenger/settings'
import { smsFields, smsSettings } from './sms/settings'
import { telegramFields, telegramSettings } from './telegram/settings'
import { webchatFields, webchatSettings } from './webchat/settings'
import { whatsappFields, whatsappSettings } from './whatsapp/settings'

const rows = {
  webchat: { fields: webchatFields, schema: webchatSettings },
  email: { fields: emailFields, schema: emailSettings },
  whatsapp: { fields: whatsappFields, schema: whatsappSettings, account: 'phoneNumberId' },
  telegram: { fields: telegramFields, schema: telegramSettings },
  sms: { fields: smsFields, schema: smsSettings },
  messenger: { fields: messengerFields, schema: messengerSettings, scope: 'pageId', account: 'pageId' },
  instagram: { fields: instagramFields, schema: instagramSettings, scope: 'accountId', account: 'accountId' },
} as const satisfies Record<ChannelType, Kind>
type Rows = typeof rows

export const kindOf = (type: ChannelType): Kind => rows[type]

/** Names and words of the settings that forms ask for: each needs its label in every language. */
type AskedOf<F> = { [K in keyof F]: F[K] extends { form: string } ? K : never }[keyof F]
type OptionsOf<F> = { [K in keyof F]: F[K] extends { options: readonly (infer O)[] } ? O : never }[keyof F]
export type FieldName = { [T in keyof Rows]: AskedOf<Rows[T]['fields']> }[keyof Rows]
export type Option = { [T in keyof Rows]: OptionsOf<Rows[T]['fields']> }[keyof Rows]

/** The types an admin connects to somebody else's service; a web chat is ours and has its own form. */
export type ConnectedType = { [T in keyof Rows]: [AskedOf<Rows[T]['fields']>] extends [never] ? never : T }[keyof Rows]
