const { setTimeout } = require("node:timers/promises")

module.exports = async ({ a, b }) => {
  // Fake some async activity
  await setTimeout(100)
  return a + b
}
