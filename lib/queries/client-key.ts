/** A writer's own key for what it begins: 128 random bits. `crypto.randomUUID` is missing on pages served over plain http. */
export const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('')
