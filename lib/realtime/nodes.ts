/**
 * The other servers of the same Postgres, reached by LISTEN/NOTIFY on a connection of its own. Telling them is only ever
 * a hint outside any transaction; what is lost while the connection is down, the slow poll finds.
 */
import pg from 'pg'

const CHANNEL = 'parley'
/** Postgres takes payloads below 8000 bytes. */
const PAYLOAD_MAX = 7500
/** Hints of this many ms travel together. */
const GATHER = 10

/** `commits`: workspace id and newest sequence. `beats`: presence, as the board takes it. */
export type Hint = { from: string; commits?: [number, number][]; beats?: unknown[] }

export class Nodes {
  private readonly id = crypto.randomUUID()
  private client: pg.Client | null = null
  private isClosed = false
  private retryMs = 250
  private readonly commits = new Map<number, number>()
  private beats: unknown[] = []
  private gathering: NodeJS.Timeout | null = null
  private retrying: NodeJS.Timeout | null = null

  /** `onHint`: another server says something. `onBack`: connected, perhaps after a gap. */
  constructor(
    private readonly url: string,
    private readonly onHint: (h: Hint) => void,
    private readonly onBack: () => void,
  ) {
    void this.connect()
  }

  tellCommit(workspaceId: number, seq: number): void {
    this.commits.set(workspaceId, Math.max(seq, this.commits.get(workspaceId) ?? 0))
    this.gather()
  }

  tellBeat(beat: unknown): void {
    // Presence is worth little when late: a node that cannot speak does not hoard it.
    if (this.beats.length < 500) this.beats.push(beat)
    this.gather()
  }

  async close(): Promise<void> {
    this.isClosed = true
    if (this.gathering) clearTimeout(this.gathering)
    if (this.retrying) clearTimeout(this.retrying)
    const client = this.client
    this.client = null
    await client?.end().catch(() => {})
  }

  private async connect(): Promise<void> {
    if (this.isClosed) return
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5000, keepAlive: true, query_timeout: 5000, application_name: 'parley-hints' })
    // Without a listener a lost connection would end the process; 'end' follows and says all there is to say.
    client.on('error', () => {})
    client.on('notification', (n) => n.payload && this.read(n.payload))
    client.once('end', () => {
      if (this.client === client) this.client = null
      this.retry()
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      if (this.isClosed) return void (await client.end())
      this.client = client
      this.retryMs = 250
      this.onBack()
    } catch {
      void client.end().catch(() => {})
      this.retry()
    }
  }

  private retry(): void {
    if (this.isClosed || this.retrying) return
    this.retrying = setTimeout(() => {
      this.retrying = null
      void this.connect()
    }, this.retryMs)
    this.retrying.unref()
    this.retryMs = Math.min(this.retryMs * 2, 10_000)
  }

  private read(payload: string): void {
    try {
      const hint: Hint = JSON.parse(payload)
      if (hint.from !== this.id) this.onHint(hint)
    } catch (e) {
      console.error('an unreadable hint from another server', e)
    }
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = null
      void this.flush()
    }, GATHER)
  }

  private async flush(): Promise<void> {
    const commits = [...this.commits]
    const beats = this.beats
    this.commits.clear()
    this.beats = []
    const client = this.client
    if (!client) return
    try {
      for (const payload of pack(this.id, commits, beats)) await client.query('select pg_notify($1, $2)', [CHANNEL, payload])
    } catch (e) {
      console.error('other servers were not told of a commit', e)
    }
  }
}

function* pack(from: string, commits: [number, number][], beats: unknown[]): Generator<string> {
  for (let i = 0; i < commits.length; i += 200) yield JSON.stringify({ from, commits: commits.slice(i, i + 200) } satisfies Hint)
  for (const beat of beats) {
    const payload = JSON.stringify({ from, beats: [beat] } satisfies Hint)
    if (Buffer.byteLength(payload) < PAYLOAD_MAX) yield payload
  }
}
