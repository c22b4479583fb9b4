/** What customers and agents of one language say. `{name}` the customer's first name, `{order}`, `{thing}`, `{city}` are filled in. */
export type Tongue = {
  firstNames: readonly string[]
  lastNames: readonly string[]
  cities: readonly string[]
  things: readonly string[]
  /** How a conversation begins. */
  openings: readonly string[]
  /** Sentences that make a long letter of an opening. */
  letters: readonly string[]
  answers: readonly string[]
  /** What the customer says in the middle. */
  replies: readonly string[]
  /** How it ends. */
  thanks: readonly string[]
}
