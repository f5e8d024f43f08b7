import { reader } from "./handlers.ts"

export default reader
