"""How fast are pages and the API with a large organisation and a long history? `python -m bench --help` says more."""
