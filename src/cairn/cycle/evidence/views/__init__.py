"""Pages about evidence: documents that people attach, figures that the records prove, and their charts."""
