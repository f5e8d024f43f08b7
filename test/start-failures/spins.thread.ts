/*
 * An entry that computes at its top level and never ends.
 */
let turns = 0
while (turns >= 0) turns++

export default turns
