"""Parts that several lessons are made of."""
