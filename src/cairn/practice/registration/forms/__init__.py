"""What may be typed about registrations and delegations?"""
