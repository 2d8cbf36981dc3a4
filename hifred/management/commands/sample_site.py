"""Fills the site with a believable company, so that there is something to see."""

import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from chat import search
from chat.models import CannedReply, Conversation, Message
from hifred.sample import articles_en, articles_zh, pages_en, pages_zh, reports_en, reports_zh
from hifred.sample.articles_en import DRAFT, SCHEDULED
from hifred.sample.categories import CATEGORIES
from hifred.sample.chrome import BANNERS, CONVERSATIONS, FOOTER, HEADER, PARTNERS, QUESTION, REPLIES, STAFF
from hifred.sample.company import COMPANY
from hifred.sample.many import add_many
from hifred.sample.pictures import FOCUS, PICTURES, draw
from news.models import Article, ArticleRevision, Category, Clicks, Tag
from pages.models import AuditEntry, Banner, MenuItem, Page, Partner, Picture, SiteSettings
from pages.pictures import MIDDLE

ENGLISH = [*articles_en.ARTICLES, *reports_en.ARTICLES, DRAFT, SCHEDULED, reports_en.EXPIRED, reports_en.REVISED]
CHINESE = [*articles_zh.ARTICLES, *reports_zh.ARTICLES]
WRITTEN = [("en", words) for words in ENGLISH] + [("zh-hans", words) for words in CHINESE]
PAGES = [("en", words) for words in pages_en.PAGES] + [("zh-hans", words) for words in pages_zh.PAGES]

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
        self.pages: dict[tuple[str, str], Page] = {}

    def build(self) -> None:
        self.staff()
        self.draw_pictures()
        self.settings()
        self.grow(CATEGORIES, None)
        for language, words in WRITTEN:
            self.articles[language, words["key"]] = self.identity(language, words)
        for language, words in PAGES:
            self.pages[language, words["key"]] = self.page(language, words)
        for language, words in WRITTEN:
            self.publish(language, words)
        for language, words in PAGES:
            self.publish_page(language, words)
        self.menus()
        self.banners()
        self.conversations()

    def draw_pictures(self) -> None:
        with ThreadPoolExecutor(2) as painters:
            for name, image in zip(
                PICTURES, painters.map(lambda name: draw(name, PICTURE_WIDTH), PICTURES), strict=True
            ):
                self.pictures[name] = Picture.objects.store(
                    image, name=name.replace("-", " "), focus=FOCUS.get(name, MIDDLE)
                )

    def settings(self) -> None:
        company, _made = SiteSettings.objects.get_or_create(pk=1)
        for field in ("company_name", "description", "about", "address", "footer_text", "phone", "email"):
            setattr(company, field, COMPANY[field])
        company.hours = COMPANY["opening_hours"]
        company.icp_number, company.police_number = COMPANY["icp_number"], COMPANY["police_number"]
        company.logo = company.favicon = self.pictures["logo"]
        company.share_image, company.map = self.pictures["share"], self.pictures["city-map"]
        company.map_link = COMPANY["map_link"]
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

    # Articles

    def identity(self, language: str, words: dict) -> Article:
        article = Article.objects.create(
            language=language,
            group=_group(words["key"]),
            category=self.categories[words["category"]],
            slug=Article.slug_for(words["title"]),
            pinned=words["pinned"],
            clicks_before=words["clicks_before"],
        )
        article.set_tags([Tag.objects.get_or_create(name=name)[0] for name in words["tags"]])
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
        if words is DRAFT:
            self.submit(article, revision)
            return
        ends = self.now - timedelta(days=words["ended_days_ago"]) if "ended_days_ago" in words else None
        article.publish(revision, when, ends)
        self.count(article, words["recent_clicks"])
        if "draft" in words:
            self.revision(article, language, words | words["draft"], self.now, note=words["draft_note"])

    def submit(self, article: Article, revision: ArticleRevision) -> None:
        """By an author, with a question for the editors."""
        author = get_user_model().objects.get(username=STAFF[0]["username"])
        Article.objects.filter(pk=article.pk).update(created_by=author)
        revision.review(revision.State.REVIEW)
        AuditEntry.objects.note(author, article, "submit", "draft", "review", QUESTION, revision)

    def revision(
        self, article: Article, language: str, words: dict, written: datetime, note: str = ""
    ) -> ArticleRevision:
        fields = {name: words[name] for name in ("title", "summary", "author_line", "source", "cover_alt")}
        return article.revisions.create(
            **fields,
            body=self.numbered(language, words["body"]),
            cover=self.pictures.get(words["cover"]),
            created_at=written,
            note=note,
        )

    def numbered(self, language: str, text: str) -> str:
        """Names become numbers: those of pictures, articles, pages and categories."""

        def number(match: re.Match) -> str:
            kind, name = match[1], match[2]
            found = {
                "picture": self.pictures.get(name),
                "article": self.articles.get((language, name)),
                "page": self.pages.get((language, name)),
                "category": self.categories.get(name),
            }[kind]
            return f"{kind}:{found.pk}"

        return re.sub(r"\b(picture|article|page|category):([a-z][\w-]+)", number, text)

    def count(self, article: Article, clicks: int) -> None:
        today = timezone.localdate(self.now)
        shares = [0.26, 0.2, 0.16, 0.13, 0.11, 0.08, 0.06]
        days = {(article.pk, today - timedelta(days=back)): round(clicks * share) for back, share in enumerate(shares)}
        Clicks.objects.add(Counter({day: count for day, count in days.items() if count}), fold=0)

    # Pages and chrome

    def page(self, language: str, words: dict) -> Page:
        return Page.objects.create(
            language=language,
            group=_group(f"page {words['key']}"),
            parent=self.pages.get((language, words["parent"])),
            slug=words["slug"],
            position=len(self.pages),
            shows_contact=words["shows_contact"],
        )

    def publish_page(self, language: str, words: dict) -> None:
        page = self.pages[language, words["key"]]
        revision = page.revisions.create(
            title=words["title"],
            summary=words["summary"],
            body=self.numbered(language, words["body"]),
            cover=self.pictures.get(words["cover"]),
            cover_alt=words["cover_alt"],
            created_at=self.now,
        )
        # One after the other, so that what is found by date has an order.
        page.publish(revision, self.now - timedelta(minutes=page.position))

    def menus(self) -> None:
        for place, items in ((MenuItem.Place.HEADER, HEADER), (MenuItem.Place.FOOTER, FOOTER)):
            for position, item in enumerate(items):
                parent = self.menu_item(place, None, position, item)
                for below, child in enumerate(item["children"]):
                    self.menu_item(place, parent, below, child)

    def menu_item(self, place: str, parent: MenuItem | None, position: int, item: dict) -> MenuItem:
        target = self.numbered("en", item["target"])
        return MenuItem.objects.create(
            place=place, parent=parent, position=position, label=item["label"], target=target
        )

    def banners(self) -> None:
        for position, banner in enumerate(BANNERS):
            Banner.objects.create(
                position=position,
                picture=self.pictures[banner["picture"]],
                target=self.numbered("en", banner["target"]),
                **{name: banner[name] for name in ("title", "text", "link_words")},
            )
        for position, partner in enumerate(PARTNERS):
            Partner.objects.create(
                position=position,
                name=partner["name"],
                address=partner["address"],
                logo=self.pictures.get(partner["picture"]),
            )

    # People

    def conversations(self) -> None:
        for talk in CONVERSATIONS:
            begun = self.now - timedelta(hours=talk["hours_ago"])
            said = [(sender, body, begun + timedelta(minutes=after)) for sender, body, after in talk["messages"]]
            conversation = Conversation.objects.create(
                token_hash=uuid.uuid4().hex,
                **{name: talk[name] for name in ("language", "name", "email", "status")},
                last_seq=len(said),
                created_at=begun,
                moved_at=said[-1][2],
                waiting_since=said[-1][2] if talk["status"] == "open" else None,
                told_at=self.now,
                visitor_seen=len(said),
            )
            messages = Message.objects.bulk_create(
                Message(conversation=conversation, seq=seq, sender=sender, body=body, created_at=at)
                for seq, (sender, body, at) in enumerate(said, start=1)
            )
            search.add([(message.pk, talk["name"], message.body) for message in messages])
        CannedReply.objects.bulk_create(
            CannedReply(word=word, language=language, text=text) for word, language, text in REPLIES
        )

    def staff(self) -> None:
        """They cannot sign in before an administrator gives them a password."""
        people = get_user_model().objects
        for person in STAFF:
            if not people.filter(username=person["username"]).exists():
                names = {name: person[name] for name in ("username", "first_name", "last_name")}
                user = people.create_user(**names, is_staff=True)
                user.groups.set(Group.objects.filter(name=person["role"]))
