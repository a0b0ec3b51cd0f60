"""A classroom on one machine: learners who speak the app's own protocol, one real browser, and the memory of it all."""
