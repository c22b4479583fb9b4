/** Addresses as people type them. Pure: the composer and the domain read them alike. */

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i

/**
 * As mail servers know it: lower case, a domain of other letters in its ASCII form. null for what is no address. Letters beyond
 * ASCII before the @ are refused: few servers take them.
 */
export function plainAddress(typed: string): string | null {
  const [, local = '', domain = ''] = /^([^\s@<>]{1,64})@([^\s@<>/:?#[\]\\]{3,253})$/.exec(typed.trim()) ?? []
  if (!LOCAL.test(local) || !domain.includes('.') || !URL.canParse(`http://${domain}`)) return null
  const { hostname } = new URL(`http://${domain}`)
  return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname) ? `${local.toLowerCase()}@${hostname}` : null
}

/** Every address in what was typed or pasted, names and brackets left away; what is none stays as it is, to be shown as wrong. */
export function addressesIn(typed: string): string[] {
  return typed
    .replace(/"[^"]*"/g, '')
    .split(/[,;\n]+/)
    .flatMap((piece) => {
      const inBrackets = /<([^<>]+)>/.exec(piece)?.[1]
      return inBrackets ? [inBrackets] : piece.trim().split(/\s+/)
    })
    .map((a) => a.trim())
    .filter(Boolean)
    .map((a) => plainAddress(a) ?? a)
}
