import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Our own properties, read in globals.css. */
    [name: `--${string}`]: string | number | undefined
  }
}
