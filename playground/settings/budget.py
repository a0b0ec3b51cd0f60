"""The budget: all that one learner may take of a server that others use too, declared here and nowhere else.

How large an experiment, a network, a file and a table may be is in `limits`, what one picture or one drawing may be
beside its reader. Whatever is asked for beyond these is refused with a sentence, put in line, or let go of; a server
for which other numbers are right has them changed here. `docs/SECURITY.md` names the test of each.
"""

# processor
LEARNERS = 20
"""Learners who train at once, for each worker, where `NEURAL_PLAYGROUND_ROOM` does not say how many in all."""
DEAR = 0.4
"""Seconds of a processor: a slice that takes longer leaves at least one worker to the others."""
CREDIT = 1.0
"""Seconds of a processor that a run may be behind the others: what it did not use longer ago is forgotten."""
FAILURES = 3
"""Slices of a run that may be lost one after the other until it stops and says so."""

# memory of the server, in bytes
UPLOADS = 128 * 2**20
"""All the files that a page has brought, or is bringing."""
SHELF = 30 * 2**20
"""The runs that a learner left, beside the present one."""
UNDO = 10_000_000
"""What can be undone, and as much again of what can be redone."""
KEYFRAMES = 8_000_000
"""How a run was after past epochs; three of them whatever their size."""

# memory of a worker
TRAINERS, PARAMETERS = 8, 1_000_000
"""Trainers that it keeps to be fast, and parameters of all of these together: about 80 bytes each."""
TRAINERS_KEPT = 10.0
"""Seconds that a trainer is kept which nobody asks for."""

# after the page is gone, in seconds
KEPT, KEPT_IF_LARGE = 75.0, 15.0
"""How long what belongs to a learner waits for the page to come back, and how long where it takes more than `LARGE`."""
LARGE = 20 * 2**20
"""Bytes."""

# connections
MESSAGE = 6 * 2**20
"""Bytes of one message of a WebSocket, as the server's settings have it: a longer one closes it when announced."""
UNFINISHED = 24 * 2**20
"""Bytes of all messages together that have begun to come in and are not whole."""
LANE_MESSAGE = 200
"""Characters of what a page says on its lane, of which the newest connection alone stays."""
LANE_PATIENCE = 10.0
"""Seconds to say the token in, and for a picture to be taken."""
MAIL, MAIL_CHARACTERS = 100, 2**19
"""Messages of a component that are read at once, and the characters of each, and of a question."""
ASKED_EVERY = 0.01
"""Seconds from one question of a page to the next: one that comes sooner waits."""
ENDING = 8.0
"""Seconds from the signal that ends the server to its end, at most, whatever is connected."""

# a class
MOST_CLASSES = 50
"""Classes that are open at once, in one database."""
CLASS_LASTS = 24 * 3600.0
"""Seconds until a class ends, and all that is kept of it is deleted."""
MOST_MEMBERS = 200
"""Learners of a class who were not removed; as many again who were are remembered."""
TEACHER_KEYS = 8
"""Keys of the teacher of a class, one for each device."""
NICKNAME = 24
"""Characters of a nickname."""
WRONG_CODES, WRONG_CODES_OF_ALL = 30, 300
"""Codes of no class that are tried within a minute: from one address, and from all together."""
ANSWERS, ENTRIES, DRAWINGS = 500, 20, 60
"""What is kept of one learner: answers, entries in one challenge, and drawings."""
ANSWER, STROKES, TILE, QUERY, BOARD = 4_000, 20_000, 20_000, 64_000, 500_000
"""Characters of an answer, of the strokes of a drawing, of a tile, of the settings of a page, and of what a teacher has
put before the class.
"""
HANDED_IN = 32_000_000
"""Characters of all drawings and entries of a class."""
CLASS_ORDERS_EVERY = 0.03
"""Seconds from one order of a page to the next: one that comes sooner waits."""
CLASS_PAGES = 16
"""Pages of one learner, or of the teacher, that are told of the class: the newest ones."""
MOST_ADDRESS = 2**16
"""Characters of the address of a page that is handed out."""
DATABASE_PATIENCE = 5
"""Seconds that a database is waited for, until a sentence says that it does not answer."""
