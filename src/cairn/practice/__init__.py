"""What do people do? Practice records, made by doing the work; rooms on one line do not know each other."""
