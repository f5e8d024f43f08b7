import workerpool from "workerpool"
import type { Message } from "../message.ts"
import { startTicks } from "../ticks.ts"

startTicks()
workerpool.worker({ echo: (message: Message): Message => message })
