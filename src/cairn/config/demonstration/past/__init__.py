"""What happened in supervision before today, written month by month without anybody typing it."""
