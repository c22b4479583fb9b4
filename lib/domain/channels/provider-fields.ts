/** What the settings page asks for; apart from the schemas, so that the browser need not load their library. */
export const PROVIDER_TYPES = ['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const
export type ProviderType = (typeof PROVIDER_TYPES)[number]

type Name = 'phoneNumberId' | 'pageId' | 'accountId' | 'botToken' | 'accountSid' | 'from' | 'messagingServiceSid' | 'accessToken' | 'appSecret' | 'authToken' | 'baseUrl'
export type ProviderField = { name: Name; isSecret?: boolean; isOptional?: boolean }

const token = [
  { name: 'accessToken', isSecret: true },
  { name: 'appSecret', isSecret: true },
] as const
const base = { name: 'baseUrl', isOptional: true } as const

/** What the settings page asks for, in this order; the rest has defaults. */
export const PROVIDER_FIELDS: Record<ProviderType, readonly ProviderField[]> = {
  whatsapp: [{ name: 'phoneNumberId' }, ...token, base],
  telegram: [{ name: 'botToken', isSecret: true }, base],
  sms: [{ name: 'accountSid' }, { name: 'authToken', isSecret: true }, { name: 'from', isOptional: true }, { name: 'messagingServiceSid', isOptional: true }, base],
  messenger: [{ name: 'pageId' }, ...token, base],
  instagram: [{ name: 'accountId' }, ...token, base],
}
