import { guardedHandlers } from "./guarded.ts"

export default guardedHandlers
