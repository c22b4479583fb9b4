'use client'
import { useTranslations } from 'use-intl'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useMe } from '@/lib/queries/directory'
import type { ReactNode } from 'react'
import { ALSO, SHORTCUTS, type Shortcut } from './shortcuts'

const GROUPS = {
  moving: ['next', 'previous', 'open', 'back', 'select', 'search', 'help'],
  writing: ['reply', 'note', 'quote', 'compose'],
  acting: ['close', 'archive', 'pending', 'snooze', 'assign', 'assignToMe', 'mute', 'unread', 'details', 'undo'],
  going: ['goMine', 'goUnassigned', 'goAll', 'goNeedsReply', 'goPending', 'goSnoozed', 'goClosed', 'goArchived', 'goTeam'],
} as const satisfies Record<string, readonly Shortcut[]>

/** Keys inside the field that is written in. */
const IN_FIELD = [
  ['send', 'Mod ↵'],
  ['leave', 'Esc'],
  ['bold', 'Mod B'],
  ['italic', 'Mod I'],
  ['link', 'Mod K'],
  ['strike', 'Mod ⇧ X'],
  ['numbers', 'Mod ⇧ 7'],
  ['bullets', 'Mod ⇧ 8'],
  ['quotation', 'Mod ⇧ 9'],
] as const

/** Every key, by what it is for. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('inbox')
  const mod = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl'
  const isOff = useMe().preferences.shortcuts === false
  return (
    <Dialog open wide onClose={onClose} title={t('help.title')} description={isOff ? t('help.off') : undefined}>
      <div className="gap-x-8 sm:columns-2">
        {(['moving', 'writing', 'acting', 'going'] as const).map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-dim">{t(`help.${group}`)}</h3>
            <dl>
              {GROUPS[group].map((id) => (
                <Line key={id} what={t(`shortcuts.${id}`)} keys={SHORTCUTS[id]}>
                  {ALSO[id] && (
                    <>
                      <span className="text-xs text-dim">{t('help.or')}</span>
                      <span className="sr-only">{ALSO[id]}</span>
                      <Kbd keys={ALSO[id]} />
                    </>
                  )}
                </Line>
              ))}
              {group === 'moving' && <Line what={t('help.rows')} keys="↑ ↓" />}
              {group === 'writing' && IN_FIELD.map(([id, keys]) => <Line key={id} what={t(`help.${id}`)} keys={keys.replace('Mod', mod)} />)}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Line({ what, keys, children }: { what: string; keys: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-7 items-center justify-between gap-3">
      <dt>{what}</dt>
      <dd className="flex shrink-0 items-center gap-1">
        <span className="sr-only">{keys}</span>
        <Kbd keys={keys} />
        {children}
      </dd>
    </div>
  )
}
