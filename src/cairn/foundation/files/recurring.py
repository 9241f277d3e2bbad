"""Which work of this room comes round by itself?"""

from datetime import timedelta

from cairn.foundation.files.tasks import sweep_up

EVERY = [(sweep_up, timedelta(days=1))]
