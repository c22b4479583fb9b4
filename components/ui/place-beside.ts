export type Beside = { align?: 'start' | 'end' | 'center'; side?: 'top' | 'bottom' }

const GAP = 4
const EDGE = 8

/** Puts a box of the top layer under (or over) its anchor, on the other side where there is more room, inside the window. */
export function placeBeside(anchor: Element, box: HTMLElement, { align = 'start', side = 'bottom' }: Beside): void {
  const a = anchor.getBoundingClientRect()
  box.style.maxHeight = ''
  const { width, height } = box.getBoundingClientRect()
  const [above, below] = [a.top - GAP - EDGE, innerHeight - a.bottom - GAP - EDGE]
  const isUnder = side === 'bottom' ? below >= height || below >= above : above < height && below > above
  const isLeft = (align === 'start') === (getComputedStyle(anchor).direction !== 'rtl')
  const x = align === 'center' ? a.left + (a.width - width) / 2 : isLeft ? a.left : a.right - width
  const shown = Math.min(height, isUnder ? below : above)
  box.style.maxHeight = `${isUnder ? below : above}px`
  box.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - width - EDGE))}px`
  box.style.top = `${isUnder ? a.bottom + GAP : a.top - GAP - shown}px`
}
