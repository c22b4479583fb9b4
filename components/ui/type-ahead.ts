'use client'
/**
 * Type-ahead: from the press of a key that opens a field until that field is there, what is typed stands in one hidden
 * field that always is. Letters meant as words never reach the shortcuts, and none of them is lost.
 */
import { useSyncExternalStore } from 'react'

/** Which field the typing is meant for. `nothing`: for no field at all; it only keeps keys from acting until they pause. */
export type TypeAheadTarget =
  | { kind: 'write'; conversationId: number; mode: 'reply' | 'note'; /** The message to answer: its id, or null for the customer's newest. */ quote?: number | null }
  | { kind: 'assign' | 'snooze'; conversationId: number }
  | { kind: 'compose' | 'search' | 'nothing' }

/** What was typed. `caret` counts UTF-16 units; `hasFocus`: the person still types, so the field that takes it takes the focus too. */
export type Typed = { target: TypeAheadTarget; text: string; caret: number; files: File[]; hasFocus: boolean }

/** The keystrokes of `nothing` act again after a pause this long, ms. */
const PAUSE_MS = 1500
/** A place left by the back button within this time counts as left by the person, ms. */
const LEFT_MS = 1000

let field: HTMLTextAreaElement | null = null
let active: Typed | null = null
/** Typed for fields that have not come yet, and left: they get it when they come. */
const waiting = new Map<string, Typed>()
let origin: HTMLElement | null = null
let composing = false
let pause: ReturnType<typeof setTimeout> | undefined
let leftAt = -Infinity
const listeners = new Set<() => void>()
let version = 0
const tell = () => {
  version++
  for (const l of listeners) l()
}

const keyOf = (t: TypeAheadTarget) => [t.kind, 'conversationId' in t && t.conversationId, t.kind === 'write' && t.mode].join(':')
const read = () => {
  if (active && field) Object.assign(active, { text: field.value, caret: field.selectionEnd })
}

/** Begins to hold what is typed: the focus is in the hidden field when this returns. `isGoingOn`: it has been typed into already. */
export function beginTypeAhead(target: TypeAheadTarget, isGoingOn = false): void {
  if (!field) return
  read()
  if (active && active.text !== '' && active.target.kind === 'write') waiting.set(keyOf(active.target), { ...active, hasFocus: false })
  const at = document.activeElement
  if (at !== field) origin = at instanceof HTMLElement && at !== document.body ? at : null
  if (!isGoingOn) field.value = ''
  active = { target, text: field.value, caret: field.value.length, files: [], hasFocus: true }
  field.focus({ preventScroll: true })
  rest()
  tell()
}

/** Goes on holding where a text field goes away under its writer's hands, unless the person left it by going back. */
export function continueTypeAhead(target: TypeAheadTarget): void {
  if (performance.now() - leftAt < LEFT_MS) return
  beginTypeAhead(target)
  origin = null
}

/** Whether something typed waits for a field. */
export const peekTypeAhead = (match: (t: TypeAheadTarget) => boolean): Typed | null =>
  active && match(active.target) ? active : ([...waiting.values()].find((w) => match(w.target)) ?? null)

/**
 * Hands over what was typed to the field it was meant for, which takes the focus in the same turn when `hasFocus`. Null
 * when there is nothing, or while a character is being composed: then it tells when it is done.
 */
export function takeTypeAhead(match: (t: TypeAheadTarget) => boolean): Typed | null {
  if (active && match(active.target)) {
    if (composing) return null
    read()
    const typed = active
    active = null
    clearTimeout(pause)
    if (field) field.value = ''
    const before = waiting.get(keyOf(typed.target))
    waiting.delete(keyOf(typed.target))
    tell()
    return before ? { ...typed, text: before.text + typed.text, caret: before.text.length + typed.caret, files: [...before.files, ...typed.files] } : typed
  }
  for (const [key, typed] of waiting)
    if (match(typed.target)) {
      waiting.delete(key)
      return typed
    }
  return null
}

/** Stops holding. Words meant for a message stay until its composer comes; the focus goes back to where it was. */
export function endTypeAhead(): void {
  const typed = active
  if (!typed) return
  leave()
  if (typed.target.kind !== 'write') waiting.delete(keyOf(typed.target))
  giveBack()
}

function giveBack(): void {
  if (origin?.isConnected && origin.checkVisibility()) origin.focus()
  else field?.blur()
}

/** The focus went elsewhere, by a press or because a layer took it. */
function leave(): void {
  if (!active) return
  read()
  const { kind } = active.target
  // A dialog takes the focus before its field can take the words.
  if (kind === 'compose' || (kind === 'write' && (active.text !== '' || active.files.length > 0)))
    waiting.set(keyOf(active.target), { ...active, hasFocus: kind === 'compose' })
  active = null
  clearTimeout(pause)
  if (field) field.value = ''
  tell()
}

function rest(): void {
  clearTimeout(pause)
  if (active?.target.kind === 'nothing') pause = setTimeout(endTypeAhead, PAUSE_MS)
}

/** What the hidden field hears. Called once, by the component that draws it; answers how to stop. */
export function serveTypeAhead(el: HTMLTextAreaElement): () => void {
  field = el
  const onBlur = () => {
    // Another window came to the front: the field is still the one that is typed in.
    if (document.activeElement !== el) leave()
  }
  const onFocus = () => {
    // A dialog that closes gives the focus back to where it was, and that may have been here.
    if (!active) giveBack()
  }
  const onInput = () => rest()
  const onStart = () => void (composing = true)
  const onEnd = () => {
    composing = false
    // After the composed characters are in.
    setTimeout(tell, 0)
  }
  const onPopState = () => void (leftAt = performance.now())
  el.addEventListener('focus', onFocus)
  el.addEventListener('blur', onBlur)
  el.addEventListener('input', onInput)
  el.addEventListener('compositionstart', onStart)
  el.addEventListener('compositionend', onEnd)
  window.addEventListener('popstate', onPopState)
  return () => {
    el.removeEventListener('focus', onFocus)
    el.removeEventListener('blur', onBlur)
    el.removeEventListener('input', onInput)
    el.removeEventListener('compositionstart', onStart)
    el.removeEventListener('compositionend', onEnd)
    window.removeEventListener('popstate', onPopState)
    if (field === el) field = active = null
    composing = false
  }
}

/** Adds files that were pasted into the hidden field. */
export function addTypeAheadFiles(files: readonly File[]): void {
  active?.files.push(...files)
}

/** Draws again with each change: what is typed now, if anything is held. Read what it is with `peekTypeAhead`. */
export function useTypeAhead(): number {
  return useSyncExternalStore(
    subscribe,
    () => version,
    () => 0,
  )
}
const subscribe = (l: () => void) => {
  listeners.add(l)
  return () => void listeners.delete(l)
}

/** What is held at this moment, for whoever shows it. */
export const heldNow = (): Typed | null => {
  read()
  return active
}

/** Where the focus goes back to when a layer closes that opens now: never to the hidden field. */
export function focusOrigin(): HTMLElement | null {
  const at = document.activeElement
  if (field !== null && at === field) return origin
  return at instanceof HTMLElement && at !== document.body ? at : null
}

const TEXT =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=reset],[type=file],[type=range],[type=color]),textarea,select,[role=textbox],[contenteditable=true]'

/** Whether keys pressed here are text. */
export const isTextTarget = (at: EventTarget | null): boolean => at instanceof HTMLElement && (at.isContentEditable || at.matches(TEXT))

/** Whether the person is typing: nothing but themselves may move the focus then. */
export const isTyping = (): boolean => isTextTarget(document.activeElement)
