"""The written parts: the two employers, the shapes of their teams, and names."""
