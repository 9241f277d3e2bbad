"""How is this installation put together? Settings, root addresses, the web entrance and the command line."""
