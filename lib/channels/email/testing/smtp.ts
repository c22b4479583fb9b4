import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Got = { raw: string; from: string; to: string[] }

/** A mail server on loopback for tests that keeps what it gets. Refuses gone…@ for ever and grey…@ for now, whatever the domain. */
export async function startSmtp(over: SMTPServerOptions = {}): Promise<{ port: number; got: Got[]; server: SMTPServer; stop(): Promise<void> }> {
  const got: Got[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onRcptTo(a, _s, done) {
      if (a.address.startsWith('gone')) return done(Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }))
      if (a.address.startsWith('grey')) return done(Object.assign(new Error('4.7.1 come back later'), { responseCode: 450 }))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (c: Buffer) => chunks.push(c))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        got.push({ raw: Buffer.concat(chunks).toString('utf8'), from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address) })
        done()
      })
    },
    ...over,
  })
  // A line that breaks is what some tests want.
  server.on('error', () => {})
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  const at = server.server.address()
  return { port: at && typeof at === 'object' ? at.port : 0, got, server, stop: () => new Promise<void>((ok) => server.close(() => ok())) }
}
