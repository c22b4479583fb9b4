import type { auth as shape } from '../en/auth'
import type { Translated } from '../translated'

export const auth: Translated<typeof shape> = {
}
