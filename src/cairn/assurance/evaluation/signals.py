"""What does a round tell the rooms above, which it does not know?"""

from django.dispatch import Signal

round_signed = Signal()  # with `round`, in the transaction of the signature
