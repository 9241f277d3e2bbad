"""What may be typed: policies, needs, agreements, sessions and records."""
