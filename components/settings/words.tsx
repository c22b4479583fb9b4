'use client'
import { IntlProvider } from 'use-intl'

/** Gives the pages inside their language and only the words they use. */
export const Words = IntlProvider
