"""Settings: what can be set, how it is shown, and how it stands in a link."""
