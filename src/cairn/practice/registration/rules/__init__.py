"""Who may, and when: about the register, approvals, and the delegation of functions."""
