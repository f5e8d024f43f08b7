import { handlers } from "./handlers.ts"

export default handlers("unbounded")
