"""News: categories, articles and what readers did with them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        from news import links
        from news.models import ArticleRevision
        from news.privacy import of_news
        from news.sitemaps import register_sections
        from pages import privacy
        from pages.search import asking

        links.register_kinds()
        register_sections()
        asking.register("article", ArticleRevision.objects.to_show)
        privacy.register(of_news)
