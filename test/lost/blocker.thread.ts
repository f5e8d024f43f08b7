import { Blocker } from "./blocker.protocol.ts"
import { handlers } from "./handlers.ts"

export default Blocker.toLayer(handlers)
