import { handlers } from "./reader.ts"

export default handlers
