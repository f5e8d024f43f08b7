/*
 * An entry that throws nothing in particular.
 */
throw null
