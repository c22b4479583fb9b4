/** The same keys as the English text, each with a sentence. */
export type Translated<T> = { [K in keyof T]: T[K] extends string ? string : Translated<T[K]> }
