"""News: categories, articles and what readers did with them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        from news import links, templating as ours
        from news.generation import register_what_readers_see
        from news.models import ArticleRevision
        from news.privacy import of_news
        from news.sitemaps import register_sections
        from news.tally import EVERY, tally
        from pages import caretaker, privacy, templating
        from pages.search import asking

        links.register_kinds()
        register_sections()
        templating.register(
            article_data=ours.article_data,
            categories=ours.categories,
            front_page=ours.front_page,
            page_address=ours.page_address,
        )
        asking.register("article", ArticleRevision.objects.to_show)
        privacy.register(of_news)
        register_what_readers_see()
        caretaker.register("fold views", EVERY, tally.keep_folding, is_steady=True)
