// Draws the panels of a dashboard. Series of one unit share a chart.
import { element, shape, table, marked, runbook } from './elements.js';
import { format, moment } from './units.js';

const height = 150, left = 62, right = 8, top = 8, bottom = 20, colors = 8, shown = 8;

export function drawPanel(panel, dashboard) {
  const card = element('section', { className: 'card panel' },
    element('h2', {}, panel.title), element('p', { className: 'note' }, panel.description));
  card.append(...content(panel, dashboard));
  if (panel.runbooks.length > 0) {
    card.append(element('p', { className: 'runbooks' },
      ...panel.runbooks.flatMap((link, index) => [index > 0 ? ' · ' : '', runbook(link.address, link.title)])));
  }
  return card;
}

function content(panel, dashboard) {
  if (panel.series.length === 0) return [element('p', { className: 'note' }, 'No data in this time range.')];
  if (panel.type === 'table') return [drawTable(panel)];
  if (panel.type === 'bargauge') return [drawBars(panel)];
  if (dashboard.source === 'process') return [legend(panel.series, () => {}).node];
  if (panel.type === 'xychart') return [drawPoints(panel)];
  return [...Map.groupBy(panel.series, series => series.unit).values()].map(series => drawLines(series, dashboard));
}

function drawTable(panel) {
  const columns = Object.keys(panel.series[0].labels ?? {}).map(name => [name, series => series.labels[name]]);
  return table([
    ...(columns.length > 0 ? columns : [['series', series => series.name]]),
    ['value', series => format(series.latest, series.unit), 'number'],
  ], panel.series);
}

function drawBars(panel) {
  const largest = Math.max(...panel.series.map(series => series.latest ?? 0), 1e-9);
  return table([
    ['', series => series.name],
    ['', series => {
      const bar = element('div', { className: 'bar' });
      bar.style.width = `${6 * series.latest / largest}rem`;
      return bar;
    }],
    ['', series => format(series.latest, series.unit), 'number'],
  ], panel.series);
}

function drawLines(series, dashboard) {
  const { start, step, count } = dashboard, unit = series[0].unit;
  const box = element('div', { className: 'chart' });
  const { node, show } = legend(series, index => moment(start + index * step, count * step));
  box.append(node);
  whenVisible(box, width => {
    const x = scale(0, count - 1, left, width - right);
    const y = valueScale(series.flatMap(each => each.values), unit);
    const svg = canvas(width, `Chart of ${series.map(each => each.name).slice(0, shown).join(', ')}`);
    drawValueAxis(svg, y, width, unit);
    for (const [part, anchor] of [[0, 'start'], [.5, 'middle'], [1, 'end']]) {
      const time = start + part * (count - 1) * step;
      svg.append(shape('text', { x: x(part * (count - 1)), y: height - 5, 'text-anchor': anchor }, moment(time, count * step)));
    }
    for (const limit of new Set(series.flatMap(each => each.limits)).values())
      if (limit <= y.max) svg.append(shape('line', { class: 'limit', x1: left, x2: width - right, y1: y(limit), y2: y(limit) }));
    series.forEach((each, index) => svg.append(...segments(each.values, x, y, `s${index % colors}`)));
    follow(svg, index => show(index), at => Math.round((at - left) / (width - right - left) * (count - 1)), count, x);
    return svg;
  });
  return box;
}

/** One point per moment that has a value of both series: the first is the horizontal axis. */
function drawPoints(panel) {
  const box = element('div', { className: 'chart' });
  const [across, up] = panel.series;
  const points = (across?.values ?? []).map((value, index) => [value, up?.values[index] ?? null])
    .filter(([a, b]) => a !== null && b !== null);
  if (points.length === 0) return element('p', { className: 'note' }, 'No data in this time range.');
  whenVisible(box, width => {
    const largest = Math.max(...points.map(([value]) => value)) || 1;
    const x = scale(0, largest, left, width - right), y = valueScale(points.map(([, value]) => value), up.unit);
    const svg = canvas(width, `${up.name} by ${across.name}`);
    drawValueAxis(svg, y, width, up.unit);
    svg.append(
      shape('text', { x: left, y: height - 5 }, format(0, across.unit)),
      shape('text', { x: width - right, y: height - 5, 'text-anchor': 'end' }, `${across.name}: ${format(largest, across.unit)}`),
      ...points.map(([a, b]) => shape('circle', { class: 's0', cx: x(a), cy: y(b), r: 2.5 })));
    return svg;
  });
  return box;
}

/** A list of the series with their current values, or those of a moment that `show` gets. */
function legend(series, name) {
  const title = element('caption', { className: 'note' });
  const values = series.map(each => element('span', {}, marked(each.state, format(each.latest, each.unit))));
  const row = (each, index) => element('tr', {},
    element('td', { className: 'name' }, element('span', { className: `swatch s${index % colors}` }), each.name),
    element('td', { className: 'number' }, values[index]));
  const rows = series.map(row);
  const node = element('div', {}, element('table', {}, title, element('tbody', {}, ...rows.slice(0, shown))));
  if (rows.length > shown) {
    node.append(element('details', {}, element('summary', {}, `${rows.length - shown} more`),
      element('table', {}, element('tbody', {}, ...rows.slice(shown)))));
  }
  const show = index => {
    title.textContent = index === null ? '' : name(index);
    series.forEach((each, at) => values[at].replaceChildren(index === null
      ? marked(each.state, format(each.latest, each.unit))
      : format(each.values[index], each.unit)));
  };
  return { node, show };
}

function scale(from, to, low, high) {
  return value => low + (to === from ? 0 : (value - from) / (to - from)) * (high - low);
}

/** From 0 to a round value above the largest. */
function valueScale(values, unit) {
  const largest = Math.max(...values.filter(value => value !== null), 0);
  const power = 10 ** Math.floor(Math.log10(largest || 1));
  const rounded = [1, 1.5, 2, 3, 4, 5, 7.5, 10].map(factor => factor * power).find(value => value >= largest * .999);
  const max = largest > 0 ? rounded : unit === 'percentunit' ? .1 : 1;
  const limit = unit === 'percent' ? 100 : unit === 'percentunit' ? 1 : Infinity;
  const end = largest <= limit ? Math.min(max, limit) : max;
  return Object.assign(scale(0, end, height - bottom, top), { max: end });
}

function canvas(width, label) {
  return shape('svg', { viewBox: `0 0 ${width} ${height}`, height, role: 'img', 'aria-label': label });
}

function drawValueAxis(svg, y, width, unit) {
  for (const part of [0, .5, 1]) {
    const at = y(part * y.max);
    svg.append(
      shape('line', { class: 'axis', x1: left, x2: width - right, y1: at, y2: at }),
      shape('text', { x: left - 6, y: at + 4, 'text-anchor': 'end' }, format(part * y.max, unit)));
  }
}

/** Lines between neighboring values; a value without neighbors is a dot. */
function segments(values, x, y, style) {
  const shapes = [];
  let points = [];
  const end = () => {
    if (points.length === 1) shapes.push(shape('circle', { class: style, cx: points[0][0], cy: points[0][1], r: 2 }));
    const path = points.map(point => point.join(',')).join(' ');
    if (points.length > 1) shapes.push(shape('polyline', { class: `line ${style}`, points: path }));
    points = [];
  };
  values.forEach((value, index) => value === null ? end() : points.push([x(index), y(value)]));
  end();
  return shapes;
}

function follow(svg, show, find, count, x) {
  const cursor = shape('line', { class: 'cursor', y1: top, y2: height - bottom, visibility: 'hidden' });
  svg.append(cursor);
  svg.addEventListener('pointermove', event => {
    const bounds = svg.getBoundingClientRect();
    const index = Math.max(0, Math.min(count - 1, find((event.clientX - bounds.left) * svg.viewBox.baseVal.width / bounds.width)));
    for (const [name, value] of [['x1', x(index)], ['x2', x(index)], ['visibility', 'visible']]) cursor.setAttribute(name, value);
    show(index);
  });
  svg.addEventListener('pointerleave', () => {
    cursor.setAttribute('visibility', 'hidden');
    show(null);
  });
}

/** Draws as wide as the box is, and again if that changes. */
function whenVisible(box, draw) {
  let drawn = null, width = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === width || box.clientWidth === 0) return;
    width = box.clientWidth;
    const svg = draw(Math.max(width, 240));
    drawn?.remove();
    box.prepend(drawn = svg);
  }).observe(box);
}
