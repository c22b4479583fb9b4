'use client'
import { AtSign, Camera, Globe, type LucideIcon, MessageCircle, MessageSquareText, MessagesSquare, Phone, Send } from 'lucide-react'
import type { ChannelType } from '@/db/schema/channels'

const ICONS: Partial<Record<ChannelType, LucideIcon>> = { webchat: Globe, email: AtSign, whatsapp: Phone, telegram: Send, sms: MessageSquareText, messenger: MessageCircle, instagram: Camera }

/** What the channel types are called; names, the same in every language. */
const NAMES: Partial<Record<ChannelType, string>> = { webchat: 'Web chat', email: 'Email', whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS', messenger: 'Messenger', instagram: 'Instagram' }

/** The kind of channel as an icon with a name. */
export function ChannelBadge({ type }: { type: ChannelType }) {
  const Icon = ICONS[type] ?? MessagesSquare
  return <span role="img" aria-label={NAMES[type] ?? type} title={NAMES[type] ?? type} className="inline-flex shrink-0 text-dim"><Icon size={14} aria-hidden /></span>
}
