// npm runs its scripts in a shell, and a shell that is told to end does so without telling the program it runs.

/** ms between two looks at who our parent is. */
const LOOK = 500

/** Ends this process in order, as SIGTERM would, once the process that started it is gone. */
export function endWithParent() {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK)
  timer.unref()
}
