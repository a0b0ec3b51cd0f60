"""Bounds: how much of a table is taken, wherever it comes from: the page, the command line, a file, a notebook."""

MOST_BYTES = 8_000_000  # of a file or a text
MOST_LINES = 100_000
MOST_WIDE = 100_000  # characters of a line
MOST_ROWS = 5_000  # of a longer table, as many are taken evenly
MOST_CELLS = 200_000  # and of a wider one, fewer rows
MOST_COLUMNS = 1_000
MOST_INPUTS = 784  # as many as a picture of a digit has
MOST_CLASSES = 10
MOST_WORDS = 10  # inputs that a column of words becomes
FEWEST_ROWS = 4
LONGEST_NAME = 80  # characters of a column's name or of a class
