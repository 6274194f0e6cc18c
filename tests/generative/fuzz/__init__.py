"""Case files damaged on purpose: whatever is done to a file, the program refuses it with reasons or answers it.

``scripts/fuzz`` runs it. Damage is done on five levels: bytes, lines and words of the text, and structure and meaning
of the tree. Each file depends on the seed and its own number only, so a run gives the same files on any machine and
with any number of processes.
"""
