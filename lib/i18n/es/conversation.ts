import type { conversation as shape } from '../en/conversation'
import type { Translated } from '../translated'

export const conversation: Translated<typeof shape> = {
}
