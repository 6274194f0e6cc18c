"""How fast the program is, in figures that mean something on any machine: ratios to yardsticks of the same run.

``scripts/benchmark`` prints the table. Everything is processor time; a machine that does other work at the same time
still makes every figure worse, but ratios less so.
"""
