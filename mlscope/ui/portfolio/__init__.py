"""Several projects beside each other: the candidates and the comparison."""
