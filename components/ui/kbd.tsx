import { cx } from './cx'

/** Keys as they are pressed: `g m` is two one after the other. Decoration; the accessible hint is `aria-keyshortcuts`. */
export function Kbd({ keys, inverted = false }: { keys: string; inverted?: boolean }) {
  return (
    <span aria-hidden className="inline-flex gap-0.5">
      {keys.split(' ').map((k, i) => (
        <kbd
          key={i}
          className={cx(
            'inline-flex h-5 min-w-5 items-center justify-center rounded border px-1 font-sans text-[0.72rem]',
            inverted ? 'border-current/40' : 'border-line bg-sunken text-dim',
          )}
        >
          {k}
        </kbd>
      ))}
    </span>
  )
}
