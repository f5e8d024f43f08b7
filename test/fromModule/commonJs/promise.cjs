module.exports = Promise.resolve({ add: (a, b) => a + b })
