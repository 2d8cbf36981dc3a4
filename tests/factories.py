"""What tests put into the database: plain functions with sensible defaults."""

from datetime import datetime, timedelta
from io import BytesIO

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from news.models import Article, ArticleRevision, Category, Tag
from pages.models import Banner, MenuItem, Page, PageRevision, Picture

HOUR = timedelta(hours=1)


def category(slug: str = "company-news", name: str = "Company News", parent: Category | None = None) -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, "parent": parent})[0]


def revision(article: Article, title: str = "A title", **fields) -> ArticleRevision:
    fields = {"body": "<p>A text.</p>", "created_at": timezone.now()} | fields
    return article.revisions.create(title=title, **fields)


def draft(title: str = "A title", tags: tuple[str, ...] = (), body: str = "<p>A text.</p>", **fields) -> Article:
    content = {name: fields.pop(name) for name in list(fields) if name in ArticleRevision.content}
    fields.setdefault("category", None)
    fields["category"] = fields["category"] or category()
    article = Article.objects.create(**{"slug": "a-title"} | fields)
    article.set_tags([Tag.objects.get_or_create(name=name)[0] for name in tags])
    revision(article, title, body=body, **content)
    return article


def published(title: str = "A title", at: datetime | None = None, ends_at: datetime | None = None, **fields) -> Article:
    article = draft(title, **fields)
    article.publish(article.revisions.get(), at or timezone.now() - HOUR, ends_at)
    return article


def image(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize((width, height)).convert(mode)


def upload(name: str = "photo.jpg", format: str = "JPEG", **measures) -> SimpleUploadedFile:
    buffer = BytesIO()
    image(**measures).save(buffer, format)
    return SimpleUploadedFile(name, buffer.getvalue())


def picture(alt: str = "A picture", **measures) -> Picture:
    return Picture.objects.store(image(**measures), name="photo.jpg", alt=alt)


def user(name: str = "someone", *roles: str, **fields) -> User:
    person = User.objects.create_user(name, password="a good password", is_staff=bool(roles), **fields)
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


def superuser(name: str = "boss", **fields) -> User:
    return User.objects.create_superuser(name, password="a good password", **fields)


def page(title: str = "A page", slug: str = "", parent: Page | None = None, live: bool = True, **fields) -> Page:
    """At /<slug>/, else at its title's slug; `at` and `ends_at` say since when and until when it is live."""
    placed = [fields.pop("at", None) or timezone.now() - HOUR, fields.pop("ends_at", None)]
    content = {name: fields.pop(name) for name in list(fields) if name in PageRevision.content}
    made = Page.objects.create(slug=slug or Page.slug_for(title), parent=parent, **fields)
    written = made.revisions.create(title=title, created_at=timezone.now(), **{"body": "<p>A text.</p>"} | content)
    if live:
        made.publish(written, *placed)
    return made


def menu_item(label: str | dict = "An item", target: str = "", **fields) -> MenuItem:
    return MenuItem.objects.create(label=label, target=target, **{"position": MenuItem.objects.count()} | fields)


def banner(title: str | dict = "A banner", **fields) -> Banner:
    fields["picture"] = fields.get("picture") or picture(width=20, height=20)
    return Banner.objects.create(title=title, **{"position": Banner.objects.count()} | fields)
