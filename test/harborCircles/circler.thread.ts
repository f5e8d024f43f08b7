import { hosted } from "./circlers.ts"

export default hosted
