import { startTicks } from "../ticks.ts"
import { handlers } from "./stevedore.actor.ts"

startTicks()
export default handlers
