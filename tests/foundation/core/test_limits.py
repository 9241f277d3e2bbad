"""Is a key told to wait, by itself, and only for as long as it takes?"""

from cairn.foundation.core import limits


def test_a_key_waits_until_its_oldest_use_is_over_and_others_do_not(monkeypatch):
    limit, now = limits.Limit(seconds=60), [1000.0]
    monkeypatch.setattr(limits, "monotonic", lambda: now[0])
    assert [limit.wait_before("a", 2), limit.wait_before("a", 2)] == [0, 0]
    now[0] += 10
    assert (limit.wait_before("a", 2), limit.wait_before("b", 2)) == (50, 0)
    now[0] += 50
    assert limit.wait_before("a", 2) == 0
    limit.forget()
    assert [limit.wait_before("a", 2) for _ in range(3)] == [0, 0, 60]
