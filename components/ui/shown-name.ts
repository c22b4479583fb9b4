/** What shows nothing: spaces, controls, marks of direction, and letters that are drawn blank. */
const BLANK = /^[\s\p{C}\p{Z}\u115F\u1160\u2800\u3164\uFFA0]*$/u

/** The name, or undefined where nothing of it would be seen: something else has to stand there then. */
export const shownName = (name: string | null | undefined): string | undefined => (name && !BLANK.test(name) ? name : undefined)
