'use client'
import { useActionState } from 'react'
import { useTranslations } from 'use-intl'
import type { FormState } from '@/lib/actions/form'

export type FormAction<T = unknown> = (state: FormState<T>, form: FormData) => Promise<FormState<T>>

/** A form's state, its action, and its failure in words. */
export function useForm<T = unknown>(action: FormAction<T>) {
  const [state, send, pending] = useActionState<FormState<T>, FormData>(action, {})
  const errors = useTranslations('errors')
  return { state, send, pending, error: state.error && errors(state.error) }
}
