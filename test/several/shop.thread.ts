import * as Layer from "effect/Layer"
import { bills, clerk, orders } from "./handlers.ts"

export default Layer.mergeAll(orders, bills, clerk)
