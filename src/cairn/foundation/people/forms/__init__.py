"""What may be typed about people, units and posts, and when signing in."""
