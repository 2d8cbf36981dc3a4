"""Fills the site with a believable company, so that there is something to see."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from hifred.sample.articles_en import ARTICLES as ENGLISH, DRAFT, SCHEDULED
from hifred.sample.articles_zh import ARTICLES as CHINESE
from hifred.sample.categories import CATEGORIES
from hifred.sample.company import COMPANY
from hifred.sample.pictures import PICTURES, draw
from news.models import Article, ArticleRevision, Category, DailyClicks, Tag
from news.models.articles import slug_for
from pages.models import Picture, SiteSettings

# The numbers of what it makes follow from its names, so that a second run finds it there.
NAMES = uuid.UUID("6f0c5ab0-3c5f-4f5e-9d3b-6a1d3f1e7c10")
PICTURE_WIDTH = 1280


class Command(BaseCommand):
    help = "Makes the sample site: a company, categories, articles in two languages. Repeated, it changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, default=0, metavar="N", help="N more articles, to try sizes")

    def handle(self, *args, articles: int, **options):
        if not Article.objects.filter(group=_group(ENGLISH[0]["key"])).exists():
            with transaction.atomic():
                SampleSite(timezone.now()).build()
            self.stdout.write("The sample site is there.")
        if articles:
            add_many(articles, timezone.now())
            self.stdout.write(f"{articles} more articles are there.")


def _group(key: str) -> uuid.UUID:
    return uuid.uuid5(NAMES, key)


class SampleSite:
    def __init__(self, now: datetime):
        self.now = now
        self.pictures: dict[str, Picture] = {}
        self.categories: dict[str, Category] = {}
        self.articles: dict[tuple[str, str], Article] = {}

    def build(self) -> None:
        self.draw_pictures()
        self.settings()
        self.grow(CATEGORIES, None)
        written = [("en", each) for each in [*ENGLISH, DRAFT, SCHEDULED]] + [("zh-hans", each) for each in CHINESE]
        for language, words in written:
            self.articles[language, words["key"]] = self.identity(language, words)
        for language, words in written:
            self.publish(language, words)

    def draw_pictures(self) -> None:
        with ThreadPoolExecutor(2) as painters:
            for name, image in zip(
                PICTURES, painters.map(lambda name: draw(name, PICTURE_WIDTH), PICTURES), strict=True
            ):
                self.pictures[name] = Picture.objects.store(image, name=name.replace("-", " "))

    def settings(self) -> None:
        company, _made = SiteSettings.objects.get_or_create(pk=1)
        for field in ("company_name", "description", "about", "address", "footer_text", "phone", "email"):
            setattr(company, field, COMPANY[field])
        company.hours = COMPANY["opening_hours"]
        company.icp_number, company.police_number = COMPANY["icp_number"], COMPANY["police_number"]
        company.logo = company.favicon = self.pictures["logo"]
        company.share_image = self.pictures["share"]
        company.save()

    def grow(self, branches: list[dict], parent: Category | None) -> None:
        for position, branch in enumerate(branches):
            category, _made = Category.objects.get_or_create(
                slug=branch["slug"],
                defaults={
                    "name": branch["name"],
                    "description": branch["description"],
                    "parent": parent,
                    "position": position,
                },
            )
            self.categories[branch["slug"]] = category
            self.grow(branch["children"], category)

    def identity(self, language: str, words: dict) -> Article:
        article = Article.objects.create(
            language=language,
            group=_group(words["key"]),
            category=self.categories[words["category"]],
            slug=slug_for(words["title"]),
            pinned=words["pinned"],
            clicks_before=words["clicks_before"],
        )
        article.tags.set([Tag.objects.get_or_create(name=name)[0] for name in words["tags"]])
        return article

    def publish(self, language: str, words: dict) -> None:
        article = self.articles[language, words["key"]]
        when = timezone.localtime(self.now - timedelta(days=words["days_ago"])).replace(
            hour=words["hour"], minute=17 * len(words["key"]) % 60, second=0, microsecond=0
        )
        if words is SCHEDULED:
            article.schedule(self.revision(article, language, words, self.now), when, self.now)
            return
        when = min(when, self.now - timedelta(minutes=5))
        revision = self.revision(article, language, words, when)
        if words is not DRAFT:
            article.publish(revision, when)
            self.count(article, words["recent_clicks"])

    def revision(self, article: Article, language: str, words: dict, written: datetime) -> ArticleRevision:
        fields = {name: words[name] for name in ("title", "summary", "author_line", "source", "cover_alt")}
        return article.revisions.create(
            **fields,
            body=self.numbered(language, words["body"]),
            cover=self.pictures.get(words["cover"]),
            created_at=written,
        )

    def numbered(self, language: str, body: str) -> str:
        """Names become numbers: the pictures' and the articles'."""
        body = re.sub(r'"picture:([\w-]+)"', lambda match: f'"picture:{self.pictures[match[1]].pk}"', body)
        return re.sub(r'"article:([\w-]+)"', lambda match: f'"article:{self.articles[language, match[1]].pk}"', body)

    def count(self, article: Article, clicks: int) -> None:
        today = timezone.localdate(self.now)
        shares = [0.26, 0.2, 0.16, 0.13, 0.11, 0.08, 0.06]
        DailyClicks.objects.bulk_create(
            DailyClicks(article=article, day=today - timedelta(days=back), clicks=round(clicks * share))
            for back, share in enumerate(shares)
            if round(clicks * share)
        )


def add_many(count: int, now: datetime) -> None:
    """Articles that differ in little but their number, in steps that fit in memory."""
    categories = list(Category.objects.all()) or [Category.objects.create(name="News", slug="news")]
    begin = Article.objects.count()
    for first in range(begin, begin + count, 5_000):
        numbers = range(first, min(first + 5_000, begin + count))
        moments = {number: now - timedelta(minutes=7 * (number + 1)) for number in numbers}
        articles = Article.objects.bulk_create(
            Article(
                language="en",
                category=categories[number % len(categories)],
                slug=f"bulletin-{number}",
                published_at=moments[number],
            )
            for number in numbers
        )
        ArticleRevision.objects.bulk_create(
            ArticleRevision(
                article=article,
                title=f"Bulletin {number}: readings of the week from station {number % 89}",
                summary=f"Station {number % 89} reports {number % 53} readings outside its band.",
                body=f"<p>Station {number % 89} sent {number % 911} readings; {number % 53} lay outside its band.</p>",
                state=ArticleRevision.State.APPROVED,
                live_from=moments[number],
                decided_at=moments[number],
                created_at=moments[number],
            )
            for number, article in zip(numbers, articles, strict=True)
        )
