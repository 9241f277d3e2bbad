"""What was done, by whom, to what and why: the append-only, tamper-evident record of acts, and signatures."""
