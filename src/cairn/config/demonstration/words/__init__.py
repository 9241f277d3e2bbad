"""The written parts: what people of the demonstration say, by topic."""
