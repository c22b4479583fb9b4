import { expect, it } from 'vitest'
import { inkOn, luminance } from './colour'

it('any colour a site chooses can be read on: at least 4.5 to 1', () => {
  for (let i = 0; i < 0xffffff; i += 7919) {
    const site = `#${i.toString(16).padStart(6, '0')}`
    const [a, b] = [luminance(site), luminance(inkOn(site))]
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), site).toBeGreaterThanOrEqual(4.5)
  }
  expect([inkOn('#000000'), inkOn('#ffffff'), inkOn('#2f5fe0')]).toEqual(['#ffffff', '#000000', '#ffffff'])
})
