/** A stand-in until the worker itself is there. */
export const startWorker = async (): Promise<{ stop(): Promise<void> }> => ({ stop: async () => {} })
