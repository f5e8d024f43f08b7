import { slow } from "./handlers.ts"

export default slow(3)
