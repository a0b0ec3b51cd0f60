"""What belongs to one learner: a desk, a session, a run."""
