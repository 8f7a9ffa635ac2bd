"""Draws docs/images/universe.svg from docs/examples/universe.csv: a panel per column over the number of companies, both axes from zero."""
import csv, os

root = os.path.join(os.path.dirname(__file__), "..", "..", "docs")
with open(os.path.join(root, "examples", "universe.csv"), newline="") as file: rows = list(csv.DictReader(file))
sizes = [int(row["companies"]) for row in rows]
titles = [name for name in rows[0] if name != "companies"]
WIDTH, HEIGHT, COLUMNS = 290, 190, 3
LEFT, TOP, RIGHT, BOTTOM = 52, 34, 26, 30


def ceiling(value):
    """The next round number, as the end of an axis."""
    step = 10 ** (len(str(int(value))) - 1)
    return next(step * factor for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * factor >= value)


def panel(title, x, y):
    values = [float(row[title]) for row in rows]
    top, last = ceiling(max(values)), max(sizes)
    at = lambda size, value: (
        x + LEFT + (WIDTH - LEFT - RIGHT) * size / last, y + TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top))
    left, bottom = at(0, 0)
    yield f'<text x="{x + 8}" y="{y + 18}" class="title">{title}</text>'
    for share in (0, .5, 1):
        _, line = at(0, top * share)
        yield f'<line x1="{left}" x2="{x + WIDTH - RIGHT}" y1="{line:.1f}" y2="{line:.1f}" class="grid"/>'
        yield f'<text x="{left - 6}" y="{line + 4:.1f}" class="end">{top * share:,.4g}</text>'
    for size in sizes: yield f'<text x="{at(size, 0)[0]:.1f}" y="{bottom + 16:.1f}" class="middle">{size:,}</text>'
    points = [at(size, value) for size, value in zip(sizes, values)]
    yield '<polyline points="' + " ".join(f"{px:.1f},{py:.1f}" for px, py in points) + '"/>'
    for px, py in points: yield f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3"/>'


lines = [line for number, title in enumerate(titles) for line in panel(title, number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT)]
height = -(-len(titles) // COLUMNS) * HEIGHT
style = ("text{font:11px sans-serif;fill:#444}.title{font-weight:bold}.end{text-anchor:end}.middle{text-anchor:middle}"
         ".grid{stroke:#ddd}polyline{fill:none;stroke:#0b62c4;stroke-width:2}circle{fill:#0b62c4}")
with open(os.path.join(root, "images", "universe.svg"), "w") as file:
    file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COLUMNS * WIDTH} {height}"><style>{style}</style>'
               f'<rect width="100%" height="100%" fill="#fff"/>' + "\n".join(lines) + "</svg>\n")
