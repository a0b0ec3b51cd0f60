"""What the command `neural-playground` can do: one module a subcommand, each imported only when it is asked for."""
