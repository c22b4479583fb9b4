import { describe, expect, it } from 'vitest'
import { authenticity, resultsHeader } from './authentic'

const of = (...results: string[]) => authenticity((name) => (name === 'authentication-results' ? results : []))

describe('whether a mail is from whom it says', () => {
  it.each([
    ['mx.google.com; dkim=pass header.i=@x.test; spf=pass smtp.mailfrom=ann@x.test; dmarc=pass (p=REJECT) header.from=x.test', 'passes'],
    ['mx.google.com; spf=fail (google.com: does not designate; dkim=pass) smtp.mailfrom=ann@x.test; dmarc=fail (p=NONE) header.from=x.test', 'fails'],
    ['spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=x.test; dkim=none (message not signed); dmarc=none; compauth=fail reason=601', 'fails'],
    ['mx.us.test; spf=fail smtp.mailfrom=x.test', 'fails'],
    ['mx.us.test; spf=softfail; dkim=fail reason="bad signature; spf=pass"', 'fails'],
    // A list passed it on.
    ['mx.us.test; spf=fail smtp.mailfrom=list.test; dkim=pass header.d=x.test', 'passes'],
    ['mx.us.test; dkim=fail; spf=pass', 'passes'],
    ['mx.us.test; spf=softfail', 'unknown'],
    ['mx.us.test; dkim=fail', 'unknown'],
    ['mx.us.test; none', 'unknown'],
    ['mx.us.test; dmarc=temperror', 'unknown'],
    ['', 'unknown'],
  ] as const)('%s: %s', (header, result) => expect(of(header)).toBe(result))

  it('is told by the server that took it, not by what the mail brought along', () => {
    expect(of('mx.us.test; dmarc=fail', 'mx.evil.test; dmarc=pass')).toBe('fails')
    expect(of('mx.us.test; spf=none', 'mx.us.test; dmarc=fail', 'mx.evil.test; dmarc=pass')).toBe('fails')
    expect(authenticity((name) => (name === 'received-spf' ? ['fail (mx.us.test: …)', 'pass'] : []))).toBe('fails')
    expect(authenticity(() => [])).toBe('unknown')
  })

  it('is told by what a provider says beside it', () => {
    expect(resultsHeader('sendgrid', { spf: 'softfail', dkim: '{@x.test : fail}' })).toBe('Authentication-Results: sendgrid.invalid; spf=softfail; dkim=fail\r\n')
    expect(resultsHeader('sendgrid', { spf: 'pass', dkim: '{@x.test : pass}' })).toContain('dkim=pass')
    expect(resultsHeader('mailgun', { spf: 'Pass', dkim: 'Pass' })).toBe('Authentication-Results: mailgun.invalid; spf=pass; dkim=pass\r\n')
    expect(resultsHeader('sendgrid', { spf: '', dkim: '{}' })).toBe('Authentication-Results: sendgrid.invalid; dkim=none\r\n')
    expect(resultsHeader('sendgrid', { spf: 'x\r\nBcc: y', dkim: undefined })).toBe('Authentication-Results: sendgrid.invalid; spf=x\r\n')
    expect(resultsHeader('postmark', {})).toBe('')
  })
})
