"""Pages about self-evaluation rounds."""
