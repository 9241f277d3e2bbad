"""How styles and scripts are served: under names that change with their content, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):
    # The design system's script is a module that imports nothing by a bare name; its addresses must be rewritten too.
    support_js_module_import_aggregation = True
    manifest_strict = False
