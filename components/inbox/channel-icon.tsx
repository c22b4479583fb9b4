import { AtSign, Camera, Mail, MessageCircle, MessagesSquare, Phone, Send, Smartphone } from 'lucide-react'
import type { ChannelType } from '@/db/schema/channels'

const ICONS = {
  email: Mail,
  whatsapp: Phone,
  telegram: Send,
  sms: Smartphone,
  messenger: MessageCircle,
  instagram: Camera,
  webchat: MessagesSquare,
} as const satisfies Record<ChannelType, typeof Mail>

/** A picture of the channel type. Decoration: the name stands in text. */
export function ChannelIcon({ type, size = 14 }: { type: ChannelType | null; size?: number }) {
  const Icon = type ? ICONS[type] : AtSign
  return <Icon aria-hidden size={size} className="shrink-0" />
}
