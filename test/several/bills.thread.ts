import { bills } from "./handlers.ts"

export default bills
