/**
 * Reads large mails in a thread of their own, one after the other, so that a mail of 30 MB holds up nobody's request.
 * Small ones are read where they are: that takes less than handing them over.
 */
// oxlint-disable unicorn/require-post-message-target-origin -- a thread is no window
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { clean } from '@/lib/domain/text'
import { type Answers, type CallRead, type Job, readCall, work } from './reader-job'
import { type ReadMail, readMail, type ReadOptions } from './read'
import type { EmailSettings } from './settings'

/** Bytes that take milliseconds, whatever is in them. */
const HERE_MAX = 16 * 1024
/** Headers that are read of a mail that cannot be read whole. */
const HEAD_MAX = 64 * 1024
/** Each line is looked at by itself: what is made of nothing but lines takes longest. More than any written mail has. */
const HERE_LINES = 4_000
/** A mail of 30 MB has 400,000. What has more was made to be read for minutes. */
const LINES_MAX = 800_000
/** Nobody's mail takes so long (ms, and for each MB more); what does was made to. */
const TIMEOUT_MS = { all: 15_000, each: 1_500 }
/** The thread ends when nothing came for so long. */
const IDLE_MS = 30_000
const MEMORY_MB = 768

/** Never throws: of a mail that cannot be read in time there is who wrote it and about what. */
export async function readMailApart(raw: Uint8Array, { cut = false, own = [] }: ReadOptions = {}): Promise<ReadMail> {
  const lines = linesOf(raw)
  if (raw.length <= HERE_MAX && lines <= HERE_LINES) return readMail(raw, { cut, own })
  try {
    if (lines > LINES_MAX) throw new Error(`it has ${lines} lines`)
    return await ask({ kind: 'mail', raw, cut, own })
  } catch (e) {
    console.error('mail: a mail could not be read and is shown without its words', e instanceof Error ? e.message : e)
    return readHead(raw)
  }
}

/** Whether a call is the provider's, and the mail in it. Throws when it cannot be told in time. */
export function readCallApart(raw: Uint8Array, headers: Headers, settings: EmailSettings, at = Date.now()): Promise<CallRead> {
  return raw.length <= HERE_MAX ? readCall(raw, headers, settings, at) : ask({ kind: 'call', raw, headers: [...headers], settings, at })
}

function linesOf(raw: Uint8Array): number {
  let n = 0
  for (let at = raw.indexOf(10); at >= 0; at = raw.indexOf(10, at + 1)) n++
  return n
}

async function readHead(raw: Uint8Array): Promise<ReadMail> {
  const head = Buffer.from(raw.subarray(0, HEAD_MAX)).toString('latin1')
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length
  const bare = head.slice(0, end).replace(/^(content-[\w-]+|mime-version):.*(\r?\n[ \t].*)*\r?\n?/gim, '')
  const text = '(This mail could not be read. It is kept as it came.)'
  return readMail(Buffer.concat([Buffer.from(clean(bare).trimEnd(), 'latin1'), Buffer.from(`\r\n\r\n${text}`)]))
}

type Waiting = { job: Job; done: (answer: ReadMail | CallRead) => void; failed: (e: Error) => void }

const queue: Waiting[] = []
let thread: Worker | null = null
let busy: Waiting | null = null
let timer: NodeJS.Timeout | undefined

function ask<J extends Job>(job: J): Promise<Answers[J['kind']]>
function ask(job: Job): Promise<ReadMail | CallRead> {
  return new Promise((done, failed) => {
    queue.push({ job, done, failed })
    next()
  })
}

function next(): void {
  const first = busy === null ? queue.shift() : undefined
  if (!first) return
  clearTimeout(timer)
  busy = first
  const file = readerFile()
  // Where the program lies in one piece there is no thread's file: then it is read here.
  if (!file)
    return void work(first.job).then(
      ({ answer }) => end(() => first.done(answer)),
      (e: unknown) => end(() => first.failed(asError(e))),
    )
  try {
    thread ??= open(file)
    const limit = TIMEOUT_MS.all + Math.ceil(first.job.raw.length / 2 ** 20) * TIMEOUT_MS.each
    timer = setTimeout(() => drop(new Error(`not read within ${limit / 1000} s`)), limit)
    thread.ref()
    thread.postMessage(first.job)
  } catch (e) {
    drop(asError(e))
  }
}

/** Runs a TypeScript file as it is: in development and tests. */
const SOURCE = `const { workerData } = require('node:worker_threads'); import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.file) })`

function open(file: string): Worker {
  const options = { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } }
  const made = file.endsWith('.ts') ? new Worker(SOURCE, { ...options, eval: true, workerData: { file: pathToFileURL(file).href } }) : new Worker(file, options)
  made.on('message', ({ answer, error }: { answer?: ReadMail | CallRead; error?: string }) => {
    // One that was given up may still say something: it is not about what is read now.
    if (made !== thread) return
    const was = busy
    end(() => (answer ? was?.done(answer) : was?.failed(new Error(error))))
  })
  made.on('error', (e) => made === thread && drop(asError(e)))
  made.on('exit', () => made === thread && drop(new Error('the reading thread ended')))
  return made
}

function end(tell: () => unknown): void {
  clearTimeout(timer)
  busy = null
  tell()
  thread?.unref()
  if (queue.length > 0) return next()
  timer = setTimeout(() => drop(null), IDLE_MS).unref()
}

/** The thread goes; whoever waited for it is told, the next gets a new one. */
function drop(why: Error | null): void {
  const gone = thread
  const was = busy
  thread = null
  busy = null
  clearTimeout(timer)
  void gone?.terminate()
  if (why) was?.failed(why)
  next()
}

const asError = (e: unknown) => (e instanceof Error ? e : new Error(String(e)))

let found: string | null | undefined

/** Beside the bundled server, or the source where that is run itself. */
function readerFile(): string | null {
  if (found !== undefined) return found
  const here = dirname(fileURLToPath(import.meta.url))
  const names = ['mail-reader.mjs', 'reader.ts']
  return (found = names.map((n) => join(here, n)).find((f) => existsSync(f)) ?? null)
}
