import { knot } from "./knot.ts"

export default knot("B")
