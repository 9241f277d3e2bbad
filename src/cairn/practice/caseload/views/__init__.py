"""Where are cases, allocations, weightings and figures shown and changed?"""
