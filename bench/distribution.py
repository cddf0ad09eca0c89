"""How measured times are spread."""


def quantile(values, fraction):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))] if ordered else None


def histogram(values, width=100, step=200):
    """A line for each `step` ms that has turns."""
    lines = []
    for begin in range(0, max(values, default=0) + 1, step):
        count = sum(begin <= value < begin + step for value in values)
        if count:
            lines.append(f"  {begin:5d} ms {'█' * max(1, round(width * count / len(values)))} {count}")
    return "\n".join(lines)
