import { Wide } from "./blocker.protocol.ts"
import { handlers } from "./handlers.ts"

export default Wide.toLayer(handlers, { concurrency: 8 })
