/** A tooltip goes with any Escape, but is no layer of its own: the key goes on to what the person means to close. */
const passedOn = new WeakSet<Event>()

export const passOn = (e: Event): void => void passedOn.add(e)

/** Whether somebody has answered this key. */
export const isTaken = (e: Event): boolean => e.defaultPrevented && !passedOn.has(e)
