"""How long does a month of all indicators take, and how much memory, in a process that does nothing else?"""

import json
import os
from pathlib import Path
from time import perf_counter, process_time

import django


def main() -> None:
    """Of the month before last, which is over; nothing is stored anew, as when it is computed again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
    django.setup()
    from cairn.config.demonstration.large import SLUG
    from cairn.cycle.evidence.measuring import measure
    from cairn.foundation.core import clock, months
    from cairn.foundation.people.models import Organisation

    organisation = Organisation.objects.get(slug=SLUG)
    month = months.add(months.first_of(clock.today()), -2)
    began, worked = perf_counter(), process_time()
    count = measure(organisation.pk, month, month).count
    taken = {"seconds": perf_counter() - began, "processor": process_time() - worked, "figures": count}
    print(json.dumps(taken | {"mebibytes": _most_memory()}))


def _most_memory() -> float:
    """The most that this process held at any time, in mebibytes; what its parent held is not in it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
