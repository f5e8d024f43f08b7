import { tally } from "./handlers.ts"

export default tally()
