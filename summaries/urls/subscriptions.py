"""Subscriptions: for readers, without login. No GET here changes anything."""

from django.urls import path

from summaries.views.subscriptions import joining, settings

app_name = "subscriptions"
urlpatterns = [
    path("subscribe/", joining.subscribe, name="subscribe"),
    path("subscribe/sent/", joining.sent, name="sent"),
    path("subscription/confirm/<str:token>/", joining.confirm, name="confirm"),
    path("subscription/refuse/<str:token>/", joining.refuse, name="refuse"),
    path("subscription/link/", joining.link, name="link"),
    path("subscription/<str:token>/", settings.settings, name="settings"),
    path("subscription/<str:token>/leave/", settings.leave, name="leave"),
    path("subscription/<str:token>/data.json", settings.data, name="data"),
    path("subscription/<str:token>/erase/", settings.erase, name="erase"),
]
