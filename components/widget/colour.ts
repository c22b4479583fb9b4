/** The site's own colour, and what can be read on it. */

const channel = (hex: string, at: number) => {
  const v = Number.parseInt(hex.slice(at, at + 2), 16) / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}

/** Relative luminance (WCAG) of `#rrggbb`, 0 to 1. */
export const luminance = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)

/** Black or white, whichever is read better on the colour: one of them always reaches 4.5:1. */
export const inkOn = (hex: string): '#ffffff' | '#000000' => (1.05 / (luminance(hex) + 0.05) >= (luminance(hex) + 0.05) / 0.05 ? '#ffffff' : '#000000')
