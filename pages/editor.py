"""The editor behind RICH_TEXT_WIDGET: CKEditor 4, on a short rope (pages/checks.py says what holds it)."""

from ckeditor.widgets import CKEditorWidget
from django.forms.widgets import Media
from django.urls import reverse
from django.utils.translation import gettext

from pages import html, pictures

# No `allowedContent: true`, no `fullPage`, no plugin that talks to others, reads files or makes frames.
REMOVED = (
    "about,bidi,colorbutton,colordialog,copyformatting,dialogadvtab,div,exportpdf,find,flash,font,forms,iframe,image,"
    "indentblock,language,liststyle,newpage,pagebreak,preview,print,save,scayt,showborders,smiley,stylescombo,"
    "templates,uploadimage,uploadwidget,wsc,wysiwygarea,filebrowser,codesnippetgeshi,stylesheetparser"
)
CONFIG = {
    "extraPlugins": "divarea,sitepicture,pullquote",
    "removePlugins": REMOVED,
    "extraAllowedContent": (
        "img[!src,alt,role,width,height];figure(wide);figcaption;blockquote(pull);cite;caption;th[scope]"
    ),
    "disallowedContent": "img{*};table{*}[align,border,cellpadding,cellspacing,summary];*[on*]",
    "format_tags": "p;h2;h3;h4;pre",
    "justifyClasses": ["align-left", "align-center", "align-right", "align-justify"],
    "toolbar": [
        ["Format"],
        ["Bold", "Italic", "Strike", "Subscript", "Superscript", "RemoveFormat"],
        ["NumberedList", "BulletedList", "Blockquote", "PullQuote"],
        ["Link", "Unlink", "SitePicture", "Table", "HorizontalRule", "SpecialChar"],
        ["JustifyLeft", "JustifyCenter", "JustifyRight"],
        ["Undo", "Redo", "Maximize", "Source"],
    ],
    "height": 420,
    "width": "100%",
    "linkShowTargetTab": False,
    "linkShowAdvancedTab": False,
    "entities": False,
    "disableNativeSpellChecker": False,
}


class Editor(CKEditorWidget):
    def __init__(self, attrs: dict | None = None):
        super().__init__(template_name="pages/widgets/editor.html", attrs=attrs)
        self.config = dict(CONFIG)

    @property
    def media(self) -> Media:
        """Ours come last: they are plugins of what is loaded before them."""
        theirs = super().media
        return Media(css=theirs._css, js=[*theirs._js, "staff/editor.js", "staff/quote.js"])

    def format_value(self, value):
        return html.for_editor(value) if value else ""

    def get_context(self, name, value, attrs):
        self.config["title"] = gettext("Text")
        context = super().get_context(name, value, attrs)
        context["widget"]["upload"] = reverse("admin:pages_picture_upload")
        context["widget"]["accept"] = pictures.ACCEPT
        return context
