import { ThreadWorker } from "poolifier"
import type { Message } from "../message.ts"
import { startTicks } from "../ticks.ts"

startTicks()
export default new ThreadWorker<Message, Message>((message) => message!)
