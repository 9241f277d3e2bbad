"""What can be shown of the register and of delegations, and to whom?"""
