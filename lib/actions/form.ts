/** How a plain form calls a verb: FormData in, a state out that the form shows again. Works before any script has loaded. */
import { revalidatePath } from 'next/cache'
import type { UserActor } from '@/lib/auth/session'
import { run } from './run'
import type { Reason } from '@/lib/domain/errors'

/** `said`: what was typed, to be shown again after a failure. `field`: the wrong one, for `bad_input`. `fields`: those that are asked for again. */
export type FormState<T = unknown> = { error?: Reason; field?: string; fields?: string[]; done?: T; said?: Record<string, string> }

/** A text field of the form, '' when absent. */
export function text(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** A hidden id; NaN, which every verb refuses, when it is not one. */
export const id = (form: FormData, name: string) => Number.parseInt(text(form, name), 10)

/** Runs the verb as the signed-in user and draws `path` anew. `keep`: the fields to show again on failure (never passwords). */
export async function runForm<I, R>(
  verb: (actor: UserActor, input: I) => Promise<R>,
  input: I,
  about: { path: string; form: FormData; keep?: readonly string[] },
): Promise<FormState<R | true>> {
  const result = await run(verb, input)
  if (result.ok) {
    revalidatePath(about.path)
    return { done: result.data ?? true }
  }
  const { reason, data } = result.error
  return {
    error: reason,
    field: typeof data.field === 'string' ? data.field.split('.').at(0) : undefined,
    fields: Array.isArray(data.fields) ? data.fields.map(String) : undefined,
    said: Object.fromEntries((about.keep ?? []).map((name) => [name, text(about.form, name).slice(0, 10_000)])),
  }
}
