import { sinkHandlers } from "./mesh.ts"

export default sinkHandlers
