// Callable, and once an ES module with a default of its own.
const whole = () => "not the default"
for (const [name, each] of Object.entries({ default: (a, b) => a + b, mul: (a, b) => a * b, __esModule: true })) {
  whole[name] = each
}
module.exports = whole
