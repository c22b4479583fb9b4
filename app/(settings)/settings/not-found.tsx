import { PageTitle } from '@/components/settings/section'
import { translator } from '@/lib/i18n/server'

export default async function NotFound() {
  const t = await translator()
  return <PageTitle title={t('settings.notFound')} lead={t('errors.not_found')} />
}
