"""Runs that go on while the page redraws, in workers that all learners share."""
