/** The thread beside the main one in which large mails are read (apart.ts). One job at a time. */
// oxlint-disable unicorn/require-post-message-target-origin -- a thread is no window
import { parentPort } from 'node:worker_threads'
import { type Job, work } from './reader-job'

parentPort?.on('message', async (job: Job) => {
  try {
    const { answer, transfer } = await work(job)
    parentPort?.postMessage({ answer }, transfer)
  } catch (e) {
    parentPort?.postMessage({ error: e instanceof Error ? e.message : String(e) })
  }
})
