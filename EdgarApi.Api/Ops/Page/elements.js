// Small functions that create elements. Texts are never parsed as HTML.

/** Creates an element with properties (className, title, …), attributes in `attributes`, and children. */
export function element(tag, properties = {}, ...children) {
  const { attributes, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** Creates an SVG element with attributes. */
export function shape(tag, attributes = {}, text = '') {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
}

/**
 * Creates a table. A column is [title, function that gets the cell of a row, 'number' to align right].
 * A wide table scrolls in itself, not with the page.
 */
export function table(columns, rows, empty = 'None.') {
  if (rows.length === 0) return element('p', { className: 'note' }, empty);
  const cell = (tag, content, kind) => element(tag, { className: kind ?? '' }, content);
  return element('div', { className: 'scroll', tabIndex: 0 }, element('table', {},
    element('thead', {}, element('tr', {}, ...columns.map(([title, , kind]) => cell('th', title, kind)))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...columns.map(([, get, kind]) => cell('td', get(row) ?? '–', kind)))))));
}

/** Creates a text with the mark of a state, which differs in shape as well as in color. */
export function marked(state, text) {
  return element('span', { className: `state ${state}`, title: state }, text);
}

/** Creates a link to a runbook, or nothing. */
export function runbook(address, text = 'Runbook') {
  return address ? element('a', { href: address }, text) : null;
}
