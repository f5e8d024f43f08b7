/*
 * An entry that waits at its top level for something that never comes.
 */
export default await new Promise(() => {})
