"""Where are the pages of people, of signing in, and of one's own account?"""
