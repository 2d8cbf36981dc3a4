"""The wiring as an app: its commands, which admin it is, and which static files are worth shipping."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.apps import AuthConfig as DjangoAuthConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.utils.translation import gettext_lazy as _


class HiFredConfig(AppConfig):
    name = "hifred"
    verbose_name = "HiFred"


class AdminConfig(DjangoAdminConfig):
    default_site = "pages.staff_site.StaffAdminSite"


class AuthConfig(DjangoAuthConfig):
    verbose_name = _("People and roles")


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
