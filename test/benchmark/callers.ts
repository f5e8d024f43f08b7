/*
 * The callers of a peer whose asks are promises: as many loops as jobs in flight.
 */
import type { Load } from "./load.ts"
import type { Message } from "./message.ts"
import { fromCommon, type Told } from "./told.ts"

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

/** How many bursts may be unanswered; of a million, one: that many are what it is about. */
export const burstsAhead = ({ burst }: Load): number => (burst > 1000 ? 1 : 4)

/** Tells in bursts; `soFar` is answered after all that was told before it. */
export const promiseTellers =
  (tell: (message: Message) => void, soFar: () => Promise<Told>) =>
  async (load: Load): Promise<void> => {
    const unanswered: Array<() => Promise<boolean>> = []
    for (let goOn = true; goOn || unanswered.length > 0;) {
      if (goOn) {
        const before = performance.now()
        for (let index = 0; index < load.burst; index++) tell(load.next())
        const millis = performance.now() - before
        const [sent, answer] = [load.sent(), soFar()]
        unanswered.push(async () => load.told(sent, (await answer).count, millis))
      }
      if (!goOn || unanswered.length === burstsAhead(load)) goOn = (await unanswered.shift()!()) && goOn
    }
  }

/** One tell at a time, and then the question when its handler began. */
export const promiseStarters =
  (tell: (message: Message) => void, soFar: () => Promise<Told>) =>
  async (load: Load): Promise<void> => {
    for (let goOn = true; goOn;) {
      const message = load.next()
      tell(message)
      const { count, startedAt } = await soFar()
      if (count !== load.sent()) throw new Error(`Of ${load.sent()} tells ${count} were handled`)
      goOn = load.settle(message, message, fromCommon(startedAt))
    }
  }
