-- Asks for itself while nobody can call it yet.
asked = athd.pending(athd.getct())
