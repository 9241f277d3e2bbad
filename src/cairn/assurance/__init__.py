"""What do we conclude? Judgements beside their evidence, and the reports that carry them."""
