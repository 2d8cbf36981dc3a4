"""The public addresses of news."""

from django.urls import path

from news import views
from news.feeds import KINDS, feed
from news.sitemaps import news_sitemap
from pages import converters  # noqa: F401 - registers them

app_name = "news"
urlpatterns = [
    path("<number:pk>/<str:slug>/", views.article, name="article"),  # first, since it is asked for most
    path("", views.ArticleList.as_view(), name="list"),
    path("category/<str:slug>/", views.CategoryArticles.as_view(), name="category"),
    path("tag/<str:slug>/", views.TagArticles.as_view(), name="tag"),
    *(path(f"feed/{kind}/", feed, {"kind": kind}, name=kind) for kind in KINDS),
    *(path(f"category/<str:slug>/feed/{kind}/", feed, {"kind": kind}, name=f"category_{kind}") for kind in KINDS),
    path("sitemap.xml", news_sitemap, name="sitemap"),
    path("search/", views.Search.as_view(), name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("archive/", views.Archive.as_view(), name="archive"),
    path("archive/<int:year>/<int:month>/", views.MonthArticles.as_view(), name="month"),
    path("<number:pk>/qr.svg", views.qr, name="qr"),
    # Without a slug, or without the last slash: to the one address in one step.
    path("<number:pk>", views.article),
    path("<number:pk>/", views.article),
    path("<number:pk>/<str:slug>", views.article),
]
