"""Who may do what with cases, allocations, weightings and figures, and when?"""
