"""What does the whole house stand on? People, standards, the ledger and the mechanisms written once."""
