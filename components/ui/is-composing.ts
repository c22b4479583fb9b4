/**
 * Whether a key belongs to an input method (Japanese, Chinese, Korean…) that still composes a word. Safari ends the
 * composition before its confirming Enter comes: that one is known only by `keyCode` 229 (UI Events, legacy keyCode).
 */
export const isComposing = (e: { isComposing: boolean; keyCode: number }): boolean => e.isComposing || e.keyCode === 229
