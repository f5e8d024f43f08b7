// As the README of piscina has it.
module.exports = ({ a, b }) => {
  return a + b
}
