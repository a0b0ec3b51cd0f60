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
