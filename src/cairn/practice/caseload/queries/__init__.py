"""What can be shown of cases, allocations, weightings and figures?"""
