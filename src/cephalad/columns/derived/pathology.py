"""Facts of `cephalad.facts.pathology` over many timelines."""
