/** File names as people gave them, made harmless: a name, never a path, and nothing that rewrites the words beside it. */
import { cleanLine } from '../text'

/** Longest name, in UTF-16 units. */
const NAME_MAX = 150

/** `../../x.html` is `x.html`; what leaves nothing is `file`. A long name loses its middle, never its ending. */
export function cleanName(said: string): string {
  const last = said.slice(-2000).split(/[/\\]/).at(-1) ?? ''
  const name = cleanLine(last)
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  if (name.length <= NAME_MAX) return name || 'file'
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : ''
  return (name.slice(0, NAME_MAX - ending.length) + ending).toWellFormed().replaceAll('\ufffd', '')
}
