"""The Gallery page: experiments that are ready to play."""
