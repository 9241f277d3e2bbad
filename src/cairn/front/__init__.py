"""Through which doors do people and programs come in? Each opens over everything below."""
