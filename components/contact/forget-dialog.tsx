'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useReason } from '@/components/conversation/use-reason'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { removeContactAction } from '@/lib/actions/contacts'
import type { ContactView } from '@/lib/domain/contacts/view'
import { keys } from '@/lib/queries/keys'

/** Asks before a contact is forgotten: it is the one thing here that cannot be undone. */
export function ForgetDialog({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const t = useTranslations('contact')
  const common = useTranslations('common')
  const client = useQueryClient()
  const toast = useToast()
  const reason = useReason()
  const [isBusy, setBusy] = useState(false)
  const forget = async () => {
    setBusy(true)
    const answer = await removeContactAction({ contactId: contact.id }).catch(() => null)
    setBusy(false)
    if (!answer?.ok) return toast.show({ tone: 'danger', text: reason(answer?.error.reason ?? 'offline') })
    toast.show({ text: t('remove.done') })
    void client.invalidateQueries({ queryKey: keys.contact(contact.id) })
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('remove.title', { name: contact.name || t('noName') })}
      description={t('remove.about')}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" busy={isBusy} onClick={() => void forget()}>
            {t('remove.submit')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}
