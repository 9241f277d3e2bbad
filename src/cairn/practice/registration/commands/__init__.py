"""What can be done about registrations, approvals and delegations."""
