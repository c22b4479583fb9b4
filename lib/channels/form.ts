/** What a form asks an admin for, by type of channel. The settings' own schemas decide what is right. */
import { CHANNEL_TYPES, type ChannelType } from '@/db/schema/channels'
import type { Setting } from './kind'
import { type ConnectedType, type FieldName, kindOf, type Option } from './kinds'

/** A setting as the browser gets it. `fallback`: shown when nothing is set. */
export type FieldSpec = Pick<Setting, 'required' | 'rare' | 'when' | 'sentTo' | 'safestFirst'> & {
  name: FieldName
  kind: NonNullable<Setting['form']>
  options?: readonly Option[]
  fallback?: string
}

/** The fields of a type's form, in order; none for a type that has a form of its own. */
export const fieldsOf = (type: ChannelType): FieldSpec[] =>
  Object.entries(kindOf(type).fields).flatMap(([name, { schema, form, options, required, rare, when, sentTo, safestFirst }]) =>
    form === undefined
      ? []
      : [
          {
            name: name as FieldName,
            kind: form,
            options: options as readonly Option[] | undefined,
            fallback: form === 'secret' ? undefined : asText(schema.safeParse(undefined).data),
            required,
            rare,
            when,
            sentTo,
            safestFirst,
          },
        ],
  )

export const isConnectedType = (s: string): s is ConnectedType => CHANNEL_TYPES.some((t) => t === s && fieldsOf(t).length > 0)
export const CONNECTED_TYPES: readonly ConnectedType[] = CHANNEL_TYPES.filter(isConnectedType)

/** A setting as the form shows it; '' for what is not set or not to be shown. A flag is 'true' or ''. */
const shownValue = (field: FieldSpec, settings: Record<string, unknown>): string =>
  field.kind === 'secret' ? '' : (asText(settings[field.name]) ?? field.fallback ?? '')

function asText(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(', ')
  if (value === undefined || value === null) return undefined
  return value === false ? '' : String(value)
}

/**
 * What was typed, as settings. Left empty: a secret stays as it was, anything else goes back to its default
 * (`undefined`).
 */
export function settingsFrom(type: ConnectedType, said: (name: FieldName) => string): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const f of fieldsOf(type)) {
    const value = said(f.name).trim()
    if (f.kind === 'flag') out[f.name] = value !== ''
    else if (f.kind === 'list') out[f.name] = value.split(/[\s,]+/).filter(Boolean)
    else if (value !== '' || f.kind !== 'secret') out[f.name] = value === '' ? undefined : value
  }
  return out
}

/** The form's fields with what they show. `kept`: which secrets are set; null when they cannot be opened. */
export const filled = (type: ConnectedType, settings: Record<string, unknown>, kept: readonly string[] | null = []) =>
  fieldsOf(type).map((f) => ({ ...f, value: shownValue(f, settings), kept: f.kind === 'secret' ? (kept ?? []).includes(f.name) : undefined }))

/** Whether what was typed has the form of this setting, as far as it can be told alone. */
export const isRight = (type: ChannelType, name: string, value: string): boolean => kindOf(type).fields[name]?.schema.safeParse(value).success ?? true
