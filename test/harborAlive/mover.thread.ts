import { movers } from "./movers.ts"

export default movers
