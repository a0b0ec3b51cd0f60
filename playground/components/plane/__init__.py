"""The plane: data to choose, points to put, and what a network answers over it."""
