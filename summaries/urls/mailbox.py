"""What a demo would have sent."""

from django.urls import path

from summaries.views import mailbox

app_name = "mailbox"
urlpatterns = [
    path("mailbox/", mailbox.index, name="index"),
    path("mailbox/<slug:key>/", mailbox.message, name="message"),
    path("mailbox/<slug:key>/html/", mailbox.html, name="html"),
]
