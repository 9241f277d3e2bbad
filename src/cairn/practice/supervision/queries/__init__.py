"""What can be shown: the policy, who supervises whom, what was held, and what was said to those who may read it."""
