import type { Message } from "../message.ts"
import { startTicks } from "../ticks.ts"

startTicks()
export default (message: Message): Message => message
