"""What does every practice and assurance room lean on? Evidence, and the actions that follow from it."""
