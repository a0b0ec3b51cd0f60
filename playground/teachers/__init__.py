"""Teacher's plans: three times 45 minutes, each row a link that opens exactly what it needs."""
