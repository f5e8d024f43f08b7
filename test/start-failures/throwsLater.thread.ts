/*
 * An entry that throws from a timer while it still starts: nobody catches that.
 */
setTimeout(() => {
  throw new RangeError("thrown by a timer")
})

export default await new Promise(() => {})
