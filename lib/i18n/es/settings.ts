import type { settings as shape } from '../en/settings'
import type { Translated } from '../translated'

export const settings: Translated<typeof shape> = {
}
