exports.add = (a, b) => a + b
// oxlint-disable-next-line no-thenable -- what it exports is what this gives
exports.then = (resolve) => resolve(1)
