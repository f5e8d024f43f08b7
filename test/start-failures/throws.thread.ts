/*
 * An entry that throws at its top level.
 */
const parse = (): unknown => JSON.parse("{ this is no JSON")

export default parse()
