import { PageTitle } from '@/components/settings/section'
import { translator } from '@/lib/i18n/server'

export default async function Forbidden() {
  const t = await translator()
  return <PageTitle title={t('settings.noPermission')} lead={t('settings.noPermissionLead')} />
}
