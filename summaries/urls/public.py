"""What everybody may read."""

from django.urls import path, re_path

from summaries.views.public import feeds, machines, pages, past, report, today

app_name = "public"
urlpatterns = [
    path("", today.front, name="front"),
    path("editions/<day:day>/", today.edition, name="edition"),
    path("archive/", past.months, name="archive"),
    path("archive/<month:month>/", past.month, name="month"),
    path("topics/<slug:slug>/", past.topic, name="topic"),
    path("search/", past.search, name="search"),
    path("corrections/", past.corrections, name="corrections"),
    path("briefs/<int:pk>-<slug:slug>/", pages.brief, name="brief"),
    path("briefs/<int:pk>-<slug:slug>/provenance/", pages.provenance, name="provenance"),
    path("briefs/<int:pk>-<slug:slug>/report/", report.report, name="report"),
    # A permalink that lost its readable part in an email still leads home.
    re_path(r"^briefs/(?P<pk>[0-9]{1,18})/?$", pages.short, name="brief-short"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<language:language>.<feed:ending>", feeds.feed, name="feed"),
    path("feeds/<language:language>/<slug:topic>.<feed:ending>", feeds.feed, name="topic-feed"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
