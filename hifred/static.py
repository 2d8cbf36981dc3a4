"""Static files with a hash in their names, except the editor's, which finds its parts by plain names."""

import posixpath
import re

from django.core.files.base import ContentFile
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Lines that are for who reads the source; a fifth of what a script weighs.
_COMMENT = re.compile(r"^\s*(/\*\*.*?\*/|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r'@import url\("([^"]+)"\);')


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    plain = "ckeditor/ckeditor/"
    joined = "site/site.css"

    def post_process(self, paths: dict, dry_run: bool = False, **options):
        ours = {path: source for path, source in paths.items() if not path.startswith(self.plain)}
        if self.joined in ours and not dry_run:
            self._join()
            ours[self.joined] = (self, self.joined)
        if not dry_run:
            for path in ours:
                if path.endswith(".js"):
                    self._put(path, _COMMENT.sub("", self._text(path)))
                    ours[path] = (self, path)
        yield from super().post_process(ours, dry_run, **options)

    def _join(self) -> None:
        """Puts what a style sheet imports in the place of the import."""
        folder = posixpath.dirname(self.joined)

        def part(match: re.Match) -> str:
            return self._text(posixpath.normpath(posixpath.join(folder, match[1])))

        whole = _IMPORT.sub(part, self._text(self.joined))
        self._put(self.joined, whole)

    def _put(self, name: str, text: str) -> None:
        self.delete(name)
        self._save(name, ContentFile(text.encode()))

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> str:
        """Put together once: nothing is collected anew while a process runs."""
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]

    def stored_name(self, name: str) -> str:
        return name if name.startswith(self.plain) else super().stored_name(name)
