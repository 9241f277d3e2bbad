"""What may be typed about cases, allocations, weightings and figures?"""
