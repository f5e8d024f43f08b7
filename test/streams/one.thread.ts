import { handlers } from "./handlers.ts"

export default handlers(1)
