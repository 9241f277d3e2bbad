"""Pages about supervision."""
