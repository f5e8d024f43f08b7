class Calculator {
  add(a, b) {
    return a + b
  }
}
module.exports = new Calculator()
