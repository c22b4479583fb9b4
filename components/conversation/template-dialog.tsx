'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, RefreshCw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Skeleton } from '@/components/ui/skeleton'
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { TemplateChoice } from '@/lib/domain/templates/choice'
import { fileOf, missingIn, wordsOf } from '@/lib/domain/templates/fill'
import type { TemplateView } from '@/lib/domain/templates/list'
import { RequestError } from '@/lib/queries/fetch'
import { readTemplates, refreshTemplates, templatesKey } from '@/lib/queries/templates'
import { TemplateForm } from './template-form'
import { TemplateList, titleOf } from './template-list'
import { useReason } from './use-reason'
import { useUploads } from './use-uploads'

type Props = {
  channelId: number
  onClose: () => void
  /** `body`: the words the customer gets. */
  onSend: (what: { template: TemplateChoice; body: string; attachments: AttachmentView[] }) => void
}

/** Chooses an approved text, fills it in and sends it. What stands in the composer is left alone. */
export function TemplateDialog({ channelId, onClose, onSend }: Props) {
  const t = useTranslations('conversation.template')
  const common = useTranslations('common')
  const reason = useReason()
  const client = useQueryClient()
  const query = useQuery({ queryKey: templatesKey(channelId), queryFn: () => readTemplates(channelId), staleTime: 30_000 })
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [picked, setPicked] = useState<TemplateView | null>(null)
  const [values, setValues] = useState<Record<string, string>>({})
  const [file, setFile] = useState<AttachmentView | null>(null)
  const [isTried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { uploads, add, drop } = useUploads<null>(setFile)

  const refresh = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const { problem: said, ...now } = await refreshTemplates(channelId)
      client.setQueryData(templatesKey(channelId), now)
      setProblem(said)
    } catch (e) {
      setProblem(reason(e instanceof RequestError ? e.reason : undefined))
    } finally {
      setBusy(false)
    }
  }

  // What comes into view takes the focus, so that keys and readers go on there.
  useEffect(() => {
    if (picked) (form.current?.querySelector<HTMLElement>('[data-autofocus]') ?? form.current?.closest('dialog')?.querySelector<HTMLElement>('[data-send]'))?.focus()
  }, [picked])

  const missing = picked ? missingIn(picked.parts, values) : []
  const needsFile = picked !== null && fileOf(picked.parts) !== null
  const isUploading = uploads.some((u) => u.reason === undefined)
  const send = () => {
    if (!picked) return
    if (missing.length > 0 || (needsFile && !file)) {
      setTried(true)
      return form.current?.querySelector<HTMLElement>(missing[0] ? `[name="${missing[0]}"]` : '[type=file]')?.focus()
    }
    const { name, language, parts } = picked
    onSend({ template: { name, language, values }, body: wordsOf(parts, values), attachments: needsFile && file ? [file] : [] })
  }

  const templates = query.data?.templates ?? []
  // At the end of the page: it has a form of its own, and the composer is one.
  return createPortal(
    <Dialog
      open
      wide
      onClose={onClose}
      title={picked ? titleOf(picked) : t('title')}
      description={picked ? undefined : t('about')}
      footer={
        picked ? (
          <>
            <Button
              look="quiet"
              className="me-auto"
              onClick={() => {
                setPicked(null)
                setTried(false)
              }}
            >
              <ArrowLeft size={14} aria-hidden className="rtl:-scale-x-100" />
              {t('back')}
            </Button>
            <Button onClick={onClose}>{common('cancel')}</Button>
            <Button look="primary" data-send="" busy={isUploading} onClick={send}>
              {t('send')}
            </Button>
          </>
        ) : (
          <>
            <Button look="quiet" className="me-auto" busy={isBusy} onClick={() => void refresh()}>
              <RefreshCw size={14} aria-hidden className={isBusy ? 'animate-spin' : undefined} />
              {t('refresh')}
            </Button>
            <Button onClick={onClose}>{common('cancel')}</Button>
          </>
        )
      }
    >
      {picked ? (
        <TemplateForm
          template={picked}
          values={values}
          missing={isTried ? missing : []}
          isFileMissing={isTried && needsFile && !file && uploads.length === 0}
          file={file}
          uploads={uploads}
          onValue={(key, value) => setValues((v) => ({ ...v, [key]: value }))}
          onFile={(chosen) => {
            setFile(null)
            for (const u of uploads) drop(u.id)
            add([chosen], { room: 1, maxOf: () => Infinity, of: null })
          }}
          onSend={send}
          formRef={form}
        />
      ) : query.isPending ? (
        <Skeleton className="h-40" />
      ) : query.isError ? (
        <p role="alert" className="text-danger">
          {reason(query.error instanceof RequestError ? query.error.reason : undefined)}
        </p>
      ) : templates.length === 0 ? (
        <p className="py-4 text-center text-dim">{t('none')}</p>
      ) : (
        <TemplateList
          templates={templates}
          onPick={(one) => {
            setPicked(one)
            setValues({})
            setFile(null)
          }}
        />
      )}
      {problem && (
        <p role="alert" dir="auto" className="mt-2 text-sm text-danger">
          {t('refreshFailed', { problem })}
        </p>
      )}
    </Dialog>,
    document.body,
  )
}
