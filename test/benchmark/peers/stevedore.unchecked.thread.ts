import { startTicks } from "../ticks.ts"
import { uncheckedHandlers } from "./stevedore.unchecked.actor.ts"

startTicks()
export default uncheckedHandlers
