"""Parts of the page: lines of news, dials, keys, the address."""
