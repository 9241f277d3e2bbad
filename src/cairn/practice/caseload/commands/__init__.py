"""What can be done with cases, allocations, weightings and figures?"""
