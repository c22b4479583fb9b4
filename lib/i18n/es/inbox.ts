import type { inbox as shape } from '../en/inbox'
import type { Translated } from '../translated'

export const inbox: Translated<typeof shape> = {
}
