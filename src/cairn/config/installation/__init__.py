"""What must lie on the disk before Cairn can start, and is it there?"""
