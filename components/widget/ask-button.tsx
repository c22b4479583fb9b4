'use client'
/** Opens the chat from inside the page, the way any site may: `window.Parley.open()`. */
export function AskButton({ label }: { label: string }) {
  const open = () => {
    const parley: unknown = Reflect.get(window, 'Parley')
    if (typeof parley === 'object' && parley !== null && 'open' in parley && typeof parley.open === 'function') parley.open()
  }
  return (
    <button type="button" onClick={open} className="min-h-11 rounded-full bg-[#3d2c1e] px-6 font-medium text-[#fff7ec] hover:bg-[#59422e]">
      {label}
    </button>
  )
}
