"""The curve of cut-offs over answer time: what every turn of one run tells of an agent that waits longer or shorter.

Each turn was answered `answer` ms after its end; in each pause the agent had decided to take the turn after `due` ms of
silence (or had not decided before the caller went on). If it waited `shift` ms longer everywhere, all answers would come
that much later, and a pause would be spoken into when due + shift + the time from decision to sound is shorter than it.
"""

from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 400, 60, 48


def curve(answers, turns, shifts):
    """`answers`: ms. `turns`: of each the pauses in it as (pause, due, sound) in ms; `due` None: not decided within it.
    Returns (shift, answer p50, share of turns cut off)."""
    ordered = sorted(answers)
    p50 = ordered[len(ordered) // 2]
    points = []
    for shift in shifts:
        cut = sum(any(due is not None and due + shift + sound < pause for pause, due, sound in turn) for turn in turns)
        points.append((shift, p50 + shift, cut / len(turns)))
    return points


def svg(points, now, title, conditions):
    """A drawing with its conditions in it; `now`: (answer p50, share) as measured."""
    xs, ys = [p[1] for p in points], [p[2] for p in points]
    left, right = min(xs + [0]), max(xs)
    top = max(0.1, max(ys + [now[1]]) * 1.1)
    x = lambda ms: LEFT + (ms - left) * (WIDTH - LEFT - 20) / max(1, right - left)
    y = lambda share: HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - 40) / top
    line = " ".join(f"{x(p[1]):.1f},{y(p[2]):.1f}" for p in points)
    grid = "".join(
        f'<line x1="{x(ms):.0f}" y1="40" x2="{x(ms):.0f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        f'<text x="{x(ms):.0f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{ms}</text>'
        for ms in range(int(left) // 200 * 200, int(right) + 1, 200) if ms >= left)
    step = 0.05 if top <= 0.5 else 0.1
    grid += "".join(
        f'<line x1="{LEFT}" y1="{y(i * step):.0f}" x2="{WIDTH - 20}" y2="{y(i * step):.0f}" stroke="#ddd"/>'
        f'<text x="{LEFT - 6}" y="{y(i * step) + 4:.0f}" text-anchor="end">{100 * i * step:.0f} %</text>'
        for i in range(int(top / step) + 1))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
            f'<text x="{LEFT}" y="16" font-size="14">{escape(title)}</text><text x="{LEFT}" y="32">{escape(conditions)}</text>'
            f'{grid}<polyline points="{line}" fill="none" stroke="#0a5" stroke-width="2"/>'
            f'<circle cx="{x(now[0]):.1f}" cy="{y(now[1]):.1f}" r="5" fill="#c30"/>'
            f'<text x="{x(now[0]) + 8:.1f}" y="{y(now[1]) - 6:.1f}">measured: {now[0]} ms, {100 * now[1]:.1f} %</text>'
            f'<text x="{WIDTH / 2}" y="{HEIGHT - 10}" text-anchor="middle">answer time p50, ms</text></svg>\n')


def sketch(points, now, rows=10, columns=64):
    """The same in the terminal."""
    left, right = min(p[1] for p in points), max(p[1] for p in points)
    top = max(0.1, max([p[2] for p in points] + [now[1]]))
    field = [[" "] * columns for _ in range(rows)]

    def put(ms, share, mark):
        column = round((ms - left) * (columns - 1) / max(1, right - left))
        row = rows - 1 - round(share * (rows - 1) / top)
        if 0 <= column < columns and 0 <= row < rows:
            field[row][column] = mark

    for _, p50, share in points:
        put(p50, share, "·")
    put(now[0], now[1], "●")
    lines = [f"{100 * top * (rows - 1 - i) / (rows - 1):5.0f} % │{''.join(row)}" for i, row in enumerate(field)]
    return "\n".join([*lines, "        └" + "─" * columns, f"         {left:<8}{'answer time p50, ms':^{columns - 16}}{right:>8}"])
