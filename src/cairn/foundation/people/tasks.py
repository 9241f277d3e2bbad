"""What is done in the background for people who sign in, so that a page answers alike whoever asks."""

from django_tasks import task

from cairn.foundation.people import commands


@task()
def offer_new_password(email: str) -> bool:
    """Write to whoever has this address; to nobody where nobody has it. The page that asked can't tell which."""
    return commands.offer_new_password(email)
