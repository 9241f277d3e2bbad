"""Everything that can be done: to the policy and particular needs, to agreements, to sessions and their records."""
