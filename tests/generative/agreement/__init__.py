"""Both engines asked about the same patients: every answer of one must be the answer of the other."""
