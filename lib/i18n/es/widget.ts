import type { widget as shape } from '../en/widget'
import type { Translated } from '../translated'

export const widget: Translated<typeof shape> = {
}
