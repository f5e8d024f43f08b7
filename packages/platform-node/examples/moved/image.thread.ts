/*
 * What the thread runs.
 */
import * as Effect from "effect/Effect"
import { Images } from "./image.protocol.ts"

export default Images.toLayer({
  // In place: the buffer is this thread's now, and goes back as it is.
  invert: ({ pixels }) =>
    Effect.sync(() => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = 255 - pixels[i]!
      return pixels
    }),
  brightness: ({ pixels }) => Effect.sync(() => pixels.reduce((sum, each) => sum + each, 0) / pixels.length)
})
