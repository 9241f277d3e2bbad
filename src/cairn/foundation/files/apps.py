"""Files: what people upload, checked, hashed and kept outside the web root."""

from django.apps import AppConfig


class Files(AppConfig):
    name = "cairn.foundation.files"
    label = "files"
