import { startTicks } from "../ticks.ts"
import { uncheckedHandlers } from "./stevedore.actor.ts"

startTicks()
export default uncheckedHandlers
