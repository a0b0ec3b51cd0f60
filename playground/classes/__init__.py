"""A class: one room, its learners and their teacher, what is put before them and what comes of it."""
