"""Who may, and when: about the policy and particular needs, agreements, sessions and their records."""
