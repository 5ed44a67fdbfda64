"""What the shops of both Magentos do alike; where they differ, a name or a value is passed in."""
