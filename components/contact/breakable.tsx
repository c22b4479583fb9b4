/** An address that breaks, where it must, at its parts. */
export function Breakable({ text }: { text: string }) {
  const at = text.indexOf('@')
  if (at <= 0) return text
  return (
    <>
      {text.slice(0, at + 1)}
      <wbr />
      {text.slice(at + 1)}
    </>
  )
}
