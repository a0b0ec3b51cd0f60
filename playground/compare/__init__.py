"""Compare: variants of one experiment trained side by side, from the same initial weights on the same mini-batches."""
