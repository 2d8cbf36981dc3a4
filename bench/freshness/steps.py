"""The changes that a writer makes at random: what staff do in the admin, and what goes past it."""

import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from bench.freshness.things import ARTICLES, BANNERS, PAGES, SETTINGS, is_passing, key, slug, some, stamp
from news.models import Article, ArticleRevision, Category, Tag
from pages.models import Banner, MenuItem, Page, SiteSettings, Timeline, TimelineError
from pages.trash import destroy

AHEAD = (2.0, 5.0)  # seconds


class Steps:
    """All of one writer; each returns the things that it moved, none if it could not be taken."""

    def __init__(self, first: int, dice: random.Random):
        self.first, self.dice, self._versions = first, dice, itertools.count(1)
        every = {
            self.article: 12,
            self.page: 3,
            self.titles_at_once: 1,
            self.title_past_django: 2,
            self.pins: 2,
            self.settings: 2,
            self.menu_item: 2,
            self.banner: 3,
            self.category: 2,
            self.categories_at_once: 1,
            self.tag: 1,
        }
        self._steps, self._weights = list(every), list(every.values())

    def take(self) -> set[str]:
        step = self.dice.choices(self._steps, self._weights)[0]
        try:
            with transaction.atomic():
                return set(step())
        except TimelineError:
            return set()

    def _new(self, thing: str) -> str:
        return stamp(thing, next(self._versions))

    def _soon(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.dice.uniform(*AHEAD))

    def _some(self, letter: str, count: int) -> list[str]:
        return self.dice.sample(some(letter, self.first, count), self.dice.randint(1, count))

    # What has versions

    def article(self) -> list[str]:
        number = self.first + self.dice.randint(1, ARTICLES)
        moved = [f"{letter}{number}" for letter in "abks"]
        article = Article.objects.filter(pk=number).first()
        if article is None:
            self._begin(number)
        elif is_passing(number) and self.dice.random() < 0.1:
            destroy(article)
        else:
            self._move(article, f"a{number}", f"b{number}")
        return moved

    def page(self) -> list[str]:
        number = self.first + self.dice.randint(1, PAGES)
        title, text = f"p{number}", f"d{number}"
        self._move(Page.objects.get(pk=number), title, text)
        return [title, text]

    def _begin(self, number: int) -> None:
        """The article that was destroyed, under the same number."""
        title = f"a{number}"
        article = Article.objects.create(pk=number, slug=slug(title), category_id=self.first + 2)
        article.tags.set([self.first + 1 + number % 2])
        self._publish(article, title, f"b{number}")

    def _move(self, identity: Timeline, title: str, text: str) -> None:
        if identity.absences.open().exists():
            identity.put_back(timezone.now())
            return
        ways: dict[Callable[[Timeline, str, str], None], int] = {
            self._publish: 8,
            self._schedule: 4,
            self._expire: 2,
            self._unpublish: 1,
            self._trash: 1,
            self._cancel: 1,
            self._withhold: 1,
        }
        self.dice.choices(list(ways), list(ways.values()))[0](identity, title, text)

    def _written(self, identity: Timeline, title: str, text: str):
        body = f"<p>{self._new(text)}</p>"
        return identity.revisions.create(title=self._new(title), body=body, created_at=timezone.now())

    def _publish(self, identity: Timeline, title: str, text: str) -> None:
        identity.publish(self._written(identity, title, text), timezone.now())

    def _schedule(self, identity: Timeline, title: str, text: str) -> None:
        now = timezone.now()
        ends_at = self._soon(now) + timedelta(seconds=5) if self.dice.random() < 0.2 else None
        identity.schedule(self._written(identity, title, text), self._soon(now), now, ends_at)

    def _expire(self, identity: Timeline, title: str, text: str) -> None:
        now = timezone.now()
        identity.expire(self._soon(now), now)

    def _unpublish(self, identity: Timeline, title: str, text: str) -> None:
        identity.unpublish(timezone.now())

    def _trash(self, identity: Timeline, title: str, text: str) -> None:
        identity.trash(timezone.now())

    def _cancel(self, identity: Timeline, title: str, text: str) -> None:
        now = timezone.now()
        if ahead := identity.revisions.scheduled(now).first():
            identity.cancel(ahead, now)

    def _withhold(self, identity: Timeline, title: str, text: str) -> None:
        now = timezone.now()
        if shown := identity.revisions.live(now).first():
            identity.withhold(shown, "measured", now)

    # Past the models

    def titles_at_once(self) -> list[str]:
        things = self._some("a", ARTICLES)
        titles = [When(article_id=key(thing), then=Value(self._new(thing))) for thing in things]
        found = ArticleRevision.objects.filter(article__in=map(key, things))
        found.update(title=Case(*titles, default="title"))
        return things

    def title_past_django(self) -> list[str]:
        thing = self.dice.choice(some("a", self.first, ARTICLES))
        with connection.cursor() as cursor:
            sql = "UPDATE news_articlerevision SET title = %s WHERE article_id = %s"
            cursor.execute(sql, [self._new(thing), key(thing)])
        return [thing]

    def pins(self) -> list[str]:
        things = self._some("k", ARTICLES)
        Article.objects.filter(pk__in=map(key, things)).update(pinned=self.dice.random() < 0.5)
        return things

    def categories_at_once(self) -> list[str]:
        things = self._some("c", 2)
        found = list(Category.objects.filter(pk__in=map(key, things)))
        for category in found:
            category.name = self._new(f"c{category.pk}")
        Category.objects.bulk_update(found, ["name"])
        return things

    # What stands around

    def settings(self) -> list[str]:
        """One column of the row, since the other one is another writer's."""
        thing = f"w{self.first}"
        words = {SETTINGS[thing]: self._new(thing)}
        if self.dice.random() < 0.5:
            SiteSettings.objects.update(**{name: {"en": value} for name, value in words.items()})
        else:
            SiteSettings(pk=1, **words).save(update_fields=list(words))
        return [thing]

    def menu_item(self) -> list[str]:
        """The second one is taken out and comes back."""
        kept, passing = some("m", self.first, 2)
        if self.dice.random() < 0.5:
            MenuItem.objects.filter(pk=key(kept)).update(label={"en": self._new(kept)})
            return [kept]
        if not MenuItem.objects.filter(pk=key(passing)).delete()[0]:
            MenuItem.objects.create(pk=key(passing), label=self._new(passing), target="/news/")
        return [passing]

    def banner(self) -> list[str]:
        thing = self.dice.choice(some("n", self.first, BANNERS))
        banner, now = Banner.objects.get(pk=key(thing)), timezone.now()
        banner.title = self._new(thing)
        banner.shown_from = self._soon(now) if self.dice.random() < 0.4 else None
        banner.shown_until = self._soon(banner.shown_from or now) if self.dice.random() < 0.4 else None
        banner.save()
        return [thing]

    def category(self) -> list[str]:
        """The third one is taken out and comes back."""
        thing = self.dice.choice(some("c", self.first, 3))
        if thing != f"c{self.first + 3}":
            category = Category.objects.get(pk=key(thing))
            category.name = self._new(thing)
            category.save()
        elif not Category.objects.filter(pk=key(thing)).delete()[0]:
            Category.objects.create(pk=key(thing), slug=slug(thing), name=self._new(thing))
        return [thing]

    def tag(self) -> list[str]:
        thing = self.dice.choice(some("t", self.first, 2))
        tag = Tag.objects.get(pk=key(thing))
        tag.name = self._new(thing)
        tag.save()
        return [thing]
