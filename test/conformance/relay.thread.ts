import { relayHandlers } from "./mesh.ts"

export default relayHandlers
