// `default` is a property like any other.
module.exports = { default: (a, b) => a + b, mul: (a, b) => a * b }
