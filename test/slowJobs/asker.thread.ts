import { asker } from "./handlers.ts"

export default asker
