import { adder } from "./handlers.ts"

export default adder
