import { livingHandlers } from "./life.ts"

export default livingHandlers
