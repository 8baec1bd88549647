"""The audit log knows of looks at what is nobody's business but for a reason."""

from django.db import migrations, models

ACTIONS = [
    ("signed_in", "signed in"),
    ("sign_in_failed", "failed to sign in"),
    ("locked_out", "was locked out"),
    ("signed_out", "signed out"),
    ("sessions_ended", "ended sessions"),
    ("password_changed", "changed a password"),
    ("second_factor_on", "turned the second factor on"),
    ("second_factor_off", "turned the second factor off"),
    ("codes_made", "made recovery codes"),
    ("added", "added"),
    ("changed", "changed"),
    ("deleted", "deleted"),
    ("exported", "exported"),
    ("looked", "looked at"),
]


class Migration(migrations.Migration):
    dependencies = [("summaries", "0011_urgency")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(choices=ACTIONS, max_length=20),
        )
    ]
