'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { TextArea } from '@/components/ui/input'
import { isComposing } from '@/components/ui/is-composing'
import type { MessageView } from '@/lib/domain/messages/view'
import { useEdit } from './use-message-acts'

/** Changes the words of a note or a message to colleagues, in its place. */
export function MessageEditor({ message, onDone }: { message: MessageView; onDone: () => void }) {
  const t = useTranslations()
  const [body, setBody] = useState(message.body)
  const edit = useEdit(message.id)
  const isSame = body === message.body
  const canSave = body.trim() !== '' || message.attachments.length > 0
  const save = async () => {
    if (isSame || (canSave && (await edit.run(body)))) onDone()
  }
  return (
    <div className="flex w-[min(34rem,70vw)] flex-col gap-2 py-1">
      <TextArea
        autoFocus
        aria-label={t('conversation.message.editLabel')}
        rows={Math.min(12, body.split('\n').length + 1)}
        maxLength={100_000}
        value={body}
        onChange={(e) => setBody(e.target.value)}
        onKeyDown={(e) => {
          if (isComposing(e.nativeEvent)) return
          if (e.key === 'Escape') {
            e.stopPropagation()
            onDone()
          }
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void save()
        }}
      />
      <span className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button look="primary" busy={edit.isBusy} disabled={!canSave} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </span>
    </div>
  )
}
