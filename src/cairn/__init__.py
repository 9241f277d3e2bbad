"""What is Cairn? Professional governance for social work: standards, judgements beside evidence, actions, assurance."""

__version__ = "0.1.0"
