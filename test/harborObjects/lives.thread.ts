import { living } from "./lives.ts"

export default living
