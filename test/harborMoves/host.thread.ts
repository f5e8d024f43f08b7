import { hosted } from "./hosts.ts"

export default hosted
