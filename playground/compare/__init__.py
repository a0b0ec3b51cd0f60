"""Compare: variants of one experiment trained side by side, from the same first weights on the same mini-batches."""
