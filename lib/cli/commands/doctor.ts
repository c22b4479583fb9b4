import { examine } from '@/lib/domain/health/examine'
import { readEnv } from '@/lib/env'
import type { Command } from '../command'
import { blobsFinding } from '../blobs'
import { diskFinding } from '../disk'

export const doctor: Command = {
  usage: 'doctor',
  about: 'Examines database, secrets, counts, indexes, events, search, jobs, files and disk; changes nothing.',
  options: {},
  migrates: false,
  run: async () => {
    const env = readEnv({ ...process.env, AUTH_SECRET: process.env.AUTH_SECRET || 'the command line signs nobody in, so any will do' })
    const findings = [
      { name: 'versions', ok: true, detail: `Parley ${env.version}, Node ${process.versions.node}` },
      ...(await examine()),
      await blobsFinding(),
      diskFinding(env.dataDir),
    ]
    const ok = findings.every((f) => f.ok)
    const lines = findings.map((f) => `${f.ok ? ' ok ' : 'BAD '} ${f.name.padEnd(14)} ${f.detail}`)
    return { json: { ok, findings }, text: `${lines.join('\n')}\n${ok ? 'All is well.' : 'Something is wrong: see above.'}`, failed: !ok }
  },
}
