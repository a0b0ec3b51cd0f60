"""The digits page, part by part: reading, looking inside, teaching, testing, pictures from elsewhere."""
