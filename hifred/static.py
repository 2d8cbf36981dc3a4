"""Static files with a hash in their names, except the editor's, which finds its parts by plain names."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    plain = "ckeditor/ckeditor/"

    def post_process(self, paths: dict, dry_run: bool = False, **options):
        ours = {path: source for path, source in paths.items() if not path.startswith(self.plain)}
        yield from super().post_process(ours, dry_run, **options)

    def stored_name(self, name: str) -> str:
        return name if name.startswith(self.plain) else super().stored_name(name)
