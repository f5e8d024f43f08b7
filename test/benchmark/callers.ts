/*
 * The callers of a peer whose asks are promises: as many loops as jobs in flight.
 */
import type { Load } from "./load.ts"
import type { Message } from "./message.ts"

export const promiseCallers =
  (ask: (message: Message) => Promise<Message>) =>
  async (load: Load): Promise<void> => {
    const caller = async () => {
      const wait = load.schedule()
      let goOn = true
      while (goOn) {
        if (wait !== undefined) await wait()
        const message = load.next()
        goOn = load.settle(message, await ask(message))
      }
    }
    await Promise.all(Array.from({ length: load.inFlight }, caller))
  }
