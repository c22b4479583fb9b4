// What every script does with a failure: a plain one is its sentence, anything else shows where it came from.

/** A failure that needs no stack: the message says it all. */
export class Plain extends Error {
  plain = true
}

/** Runs `work`; ends the process with 1 when it fails. */
export async function run(work) {
  try {
    await work()
  } catch (e) {
    console.error(e?.plain ? e.message : e)
    process.exit(1)
  }
}
