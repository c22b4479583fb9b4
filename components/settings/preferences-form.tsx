'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { changePreferencesAction } from '@/lib/actions/profile'
import type { Me } from '@/lib/domain/users/profile'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Languages stand in their own words: whoever is in the wrong one must find theirs. */
const LANGUAGES = { en: 'English', es: 'Español' }

export function PreferencesForm({ preferences, zones }: { preferences: Me['preferences']; zones: readonly string[] }) {
  const { state, send, error } = useForm(changePreferencesAction)
  const t = useTranslations('settings')
  return (
    // A new key after saving: a form that React resets must come back with what was saved, not with what it first held.
    <form key={JSON.stringify(preferences)} action={send} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('language')}>
          <Select name="locale" defaultValue={preferences.locale ?? ''}>
            <option value="">{t('asBrowser')}</option>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('theme')}>
          <Select name="theme" defaultValue={preferences.theme ?? 'system'}>
            {(['system', 'light', 'dark'] as const).map((theme) => (
              <option key={theme} value={theme}>
                {t(`themes.${theme}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('timeZone')}>
          <Select name="timeZone" defaultValue={preferences.timeZone ?? ''}>
            <option value="">{t('asBrowser')}</option>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('clock')}>
          <Select name="clock" defaultValue={preferences.clock ?? ''}>
            <option value="">{t('asBrowser')}</option>
            {(['24', '12'] as const).map((clock) => (
              <option key={clock} value={clock}>
                {t(`clocks.h${clock}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <label className="flex min-h-8 w-fit items-center gap-2">
        <input type="checkbox" name="shortcuts" defaultChecked={preferences.shortcuts !== false} className="size-4 accent-(--accent)" />
        {t('shortcuts')}
      </label>
      <Outcome error={error} done={state.done ? t('saved') : undefined} />
      <Submit className="self-start">{t('save')}</Submit>
    </form>
  )
}
