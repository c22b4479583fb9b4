'use client'
import { useTranslations } from 'use-intl'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useMe } from '@/lib/queries/directory'
import { ALSO, SHORTCUTS, type Shortcut } from './shortcuts'

const GROUPS = {
  moving: ['next', 'previous', 'open', 'back', 'search', 'help'],
  acting: ['reply', 'note', 'assign', 'assignToMe', 'close', 'pending', 'archive', 'snooze', 'mute', 'unread', 'details', 'compose', 'undo'],
  going: ['goMine', 'goUnassigned', 'goAll', 'goNeedsReply', 'goPending', 'goSnoozed', 'goClosed', 'goArchived', 'goTeam'],
} as const satisfies Record<string, readonly Shortcut[]>

/** Every key, by what it is for. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('inbox')
  const isOff = useMe().preferences.shortcuts === false
  return (
    <Dialog open wide onClose={onClose} title={t('help.title')} description={isOff ? t('help.off') : undefined}>
      <div className="grid gap-6 sm:grid-cols-3">
        {(['moving', 'acting', 'going'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-xs font-medium text-dim">{t(`help.${group}`)}</h3>
            <dl>
              {GROUPS[group].map((id) => (
                <div key={id} className="flex min-h-7 items-center justify-between gap-3">
                  <dt>{t(`shortcuts.${id}`)}</dt>
                  <dd className="flex shrink-0 items-center gap-1">
                    <span className="sr-only">{SHORTCUTS[id]}</span>
                    <Kbd keys={SHORTCUTS[id]} />
                    {ALSO[id] && (
                      <>
                        <span className="text-xs text-dim">{t('help.or')}</span>
                        <span className="sr-only">{ALSO[id]}</span>
                        <Kbd keys={ALSO[id]} />
                      </>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
