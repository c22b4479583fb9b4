'use client'
import { X } from 'lucide-react'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from './icon-button'
import { focusOrigin, isTyping } from './type-ahead'

type Props = { open: boolean; onClose: () => void; title: string; description?: string; children: ReactNode; footer?: ReactNode; wide?: boolean }

/**
 * A modal dialog on the browser's own element: it keeps focus inside, makes the rest inert, closes on Escape and gives
 * focus back, without a script or style of ours. The element with `data-autofocus` gets focus first, else the dialog itself.
 */
export function Dialog({ open, ...rest }: Props) {
  return open ? <OpenDialog {...rest} /> : null
}

function OpenDialog({ onClose, title, description, children, footer, wide }: Omit<Props, 'open'>) {
  const t = useTranslations('common')
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  // Before the next key: between the press that opens a dialog and its field no letter may fall on the page.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog || dialog.open) return
    const before = focusOrigin()
    dialog.showModal()
    ;(dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog).focus()
    return () => {
      dialog.close()
      // What closes it may have begun to write already.
      if (before?.isConnected && !isTyping()) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-about` : undefined}
      onCancel={(e) => {
        e.preventDefault()
        onClose()
      }}
      onPointerDown={(e) => e.target === e.currentTarget && onClose()}
      className={`m-auto max-h-[90dvh] ${wide ? 'w-2xl' : 'w-md'} max-w-[calc(100vw-1.5rem)] overflow-visible rounded-xl border border-line bg-raised p-0 text-ink shadow-2xl outline-none backdrop:bg-black/40`}
    >
      <div className="flex max-h-[90dvh] flex-col">
        <header className="flex items-start gap-2 px-5 pt-4">
          <div className="min-w-0 grow">
            <h2 id={`${id}-title`} className="text-lg font-semibold">
              {title}
            </h2>
            {description && (
              <p id={`${id}-about`} className="mt-1 text-dim">
                {description}
              </p>
            )}
          </div>
          <IconButton label={t('close')} onClick={onClose} className="-me-2">
            <X size={16} />
          </IconButton>
        </header>
        <div className="grow overflow-y-auto px-5 py-4">{children}</div>
        {footer && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>}
      </div>
    </dialog>
  )
}
