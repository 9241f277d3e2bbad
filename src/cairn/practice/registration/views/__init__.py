"""Pages of the register, of functions and of delegations."""
