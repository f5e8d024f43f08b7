/*
 * An entry whose handlers lack one, as plain JavaScript allows.
 */
import { Echo } from "./echo.protocol.ts"

export default Echo.toLayer({} as never)
