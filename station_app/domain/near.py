"""Whether two words differ by one slip: a letter wrong, missing, too many, or two swapped."""


def is_near(typed: str, meant: str) -> bool:
    """At most one slip apart; equal words are near."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = _alike(typed, meant)
    if start == max(len(typed), len(meant)):
        return True
    if len(typed) == len(meant):
        swapped = typed[start : start + 2] == meant[start : start + 2][::-1]
        same_after = typed[start + 1 :] == meant[start + 1 :]
        return same_after or (swapped and typed[start + 2 :] == meant[start + 2 :])
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    return longer[start + 1 :] == shorter[start:]


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
