import { cx } from './cx'

const HUES = [212, 262, 318, 2, 28, 88, 150, 184]

/** The first letters of up to two words. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((w) => [...w][0] ?? '')
    .join('')
    .toUpperCase() || '?'

const hueOf = (name: string) => HUES[[...name].reduce((h, c) => (h * 31 + (c.codePointAt(0) ?? 0)) >>> 0, 7) % HUES.length]

/** Initials on a colour of their own, or the picture at `src` above them. Decoration: the name stands in text beside it. `online` draws a dot. */
export function Avatar({ name, size = 'md', online = false, src }: { name: string; size?: 'sm' | 'md' | 'lg'; online?: boolean; src?: string }) {
  return (
    <span aria-hidden className="relative inline-flex shrink-0">
      <span
        className={cx(
          'avatar inline-flex items-center justify-center rounded-full font-medium select-none',
          size === 'sm' ? 'size-5 text-[0.6rem]' : size === 'lg' ? 'size-11 text-base' : 'size-8 text-xs',
        )}
        style={{ '--hue': hueOf(name) }}
      >
        {initials(name)}
      </span>
      {src && <img src={src} alt="" decoding="async" onError={(e) => (e.currentTarget.hidden = true)} className="absolute inset-0 size-full rounded-full object-cover" />}
      {online && <span className="absolute -end-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface bg-good" />}
    </span>
  )
}
