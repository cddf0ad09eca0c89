"""What was heard until a cut, by each method, against what a recogniser hears in the audio that was sent."""

from collections import Counter

from words import errors_between, normal_form


def words_heard(said, recognised):
    """After how many words of `said` the sound was cut, so that `recognised` fits best; where two fit equally, the fewer: a
    word that cannot be made out was not heard."""
    words, heard = said.split(), normal_form(recognised)
    errors = [errors_between(normal_form(" ".join(words[:count])), heard) for count in range(len(words) + 1)]
    return errors.index(min(errors))


def compare(points):
    """By method: how many words it was off, over all points."""
    off = {}
    for point in points:
        true = words_heard(point["said"], point["recognised"])
        for method, text in point["heard"].items():
            off.setdefault(method, Counter())[len(text.split()) - true] += 1
    return off


def figures(off):
    """Shares of the points by how far a method was off."""
    total = sum(off.values())
    return {"points": total, "exact": round(off[0] / total, 4),
            "within_one": round(sum(off[by] for by in (-1, 0, 1)) / total, 4),
            "mean_off": round(sum(abs(by) * count for by, count in off.items()) / total, 3),
            "too_few": sum(count for by, count in off.items() if by < 0),
            "too_many": sum(count for by, count in off.items() if by > 0), "furthest": max(map(abs, off))}
