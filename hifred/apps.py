"""The wiring as an app: its commands, and which static files are worth shipping."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class HiFredConfig(AppConfig):
    name = "hifred"
    verbose_name = "HiFred"


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Leaves out what the editor brings and we never load; matched against folder and file names."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        *("about", "adobeair", "ajax", "autoembed", "autogrow", "bbcode", "codesnippet", "codesnippetgeshi"),
        *("colordialog", "copyformatting", "devtools", "div", "docprops", "embed", "embedbase", "embedsemantic"),
        *("exportpdf", "find", "flash", "iframe", "iframedialog", "image2", "language", "liststyle", "mathjax"),
        *("pagebreak", "placeholder", "preview", "scayt", "sharedspace", "smiley", "sourcedialog", "templates"),
        *("stylesheetparser", "tableresize", "uicolor", "wsc", "adapters", "moono", "galleriffic", "file-icons"),
        "ckeditor/ckeditor/plugins/forms",
        "ckeditor/ckeditor/lang/[!ez]*",
        "bender-runner.config.json",
        "CHANGES.md",
        "README.md",
        "SECURITY.md",
    ]
