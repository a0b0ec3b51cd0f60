"""The chapters of the notes, one a file."""
