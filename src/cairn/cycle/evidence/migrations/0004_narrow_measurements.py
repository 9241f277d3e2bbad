"""Measurements become narrow rows of a series; nothing had been measured yet."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_guards")]

    operations = [
        migrations.DeleteModel(name="Measurement"),
        migrations.DeleteModel(name="Revision"),
    ]
