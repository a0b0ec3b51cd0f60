"""Settings: what can be set, how it is shown, and how it is written in a link."""
