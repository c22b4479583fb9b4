// Runs a Node program of the project with a clean environment: the developer's own settings are not the tests'.
import { spawn } from 'node:child_process'
import { root } from './place.mjs'

const OURS = ['NODE_ENV', 'PORT', 'HOST', 'DATABASE_URL', 'DATA_DIR', 'APP_URL', 'AUTH_SECRET', 'TRUST_PROXY']

/** Answers its exit code. `more`: variables on top. `quiet`: its output is not for people. */
export function call(args, more = {}, cwd = root, quiet = false) {
  const env = { ...process.env }
  for (const name of OURS) delete env[name]
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, args, {
      cwd,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'],
      env: { ...env, NEXT_TELEMETRY_DISABLED: '1', ...more },
    })
    child.on('error', failed)
    child.on('exit', (code) => done(code ?? 1))
  })
}
