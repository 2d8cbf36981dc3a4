"""News: categories, articles and what readers did with them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        from news import links
        from news.privacy import of_news
        from pages import privacy

        links.register_kinds()
        privacy.register(of_news)
