"""Makes the database and puts in what `bench.contenders.sample` told; prints where article and list are."""

import json
import sys
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, call_command
from wagtail.models import Collection, Locale, Page, Site
from wagtail_site.models import ArticlePage, Company, HomePage, NewsPage, PlainPage, SectionPage


class Command(BaseCommand):
    def handle(self, *args, **options):
        make_tables()
        chosen = fill(json.load(sys.stdin))
        self.stdout.write(json.dumps([chosen.get_url(), chosen.get_parent().get_url()]))


def fill(told: dict) -> ArticlePage:
    home = home_page()
    Company.objects.create(site=Site.objects.get(), **told["company"])
    first, *others = told["news"]
    made = [*news(home, first, show_in_menus=True)]
    for title, below in told["menu"]:
        page = home.add_child(instance=PlainPage(title=title, show_in_menus=True))
        for child in below:
            page.add_child(instance=PlainPage(title=child, show_in_menus=True))
    for language in others:
        made += news(home, language, show_in_menus=False)
    return next(article for article in made if article.slug == told["slug"])


def make_tables() -> None:
    """From the models as they are: this database has no past."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)


def home_page() -> HomePage:
    Locale.objects.create(language_code="en")
    Collection.add_root(name="Root")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title="Home", slug="home"))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    return home


def news(home: HomePage, told: dict, show_in_menus: bool) -> Iterator[ArticlePage]:
    top = home.add_child(instance=NewsPage(title=told["title"], slug=told["slug"], show_in_menus=show_in_menus))
    known = dict(sections(top, told["sections"], show_in_menus))
    for one in told["articles"]:
        section = known[one.pop("section")]
        yield top.add_child(instance=ArticlePage(section=section, search_description=one["summary"], **one))


def sections(above: Page, branch: list[dict], show_in_menus: bool) -> Iterator[tuple[str, SectionPage]]:
    """Those of the first level are in the menu."""
    for one in branch:
        page = above.add_child(instance=SectionPage(title=one["title"], slug=one["slug"], show_in_menus=show_in_menus))
        yield one["slug"], page
        yield from sections(page, one["below"], show_in_menus=False)
