// A CommonJS module whose exports nobody finds by reading its first names.
const mul = (a, b) => a * b
module.exports = {
  mul,
  add: (a, b) => a + b,
  sub(a, b) {
    return a - b
  },
  version: 1
}
