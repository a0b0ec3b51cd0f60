"""The Digits page, section by section: reading, looking inside, teaching, testing, pictures from elsewhere."""
