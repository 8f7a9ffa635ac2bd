// The operators' page: asks for the key, then shows the state of the service and one dashboard, and refreshes both.
import { element } from './elements.js';
import { drawPanel } from './charts.js';
import { confirmed, showActions, showDegraded, showDrills } from './operation.js';
import { showBudgets, showRuns, showStatus, showSilence } from './status.js';

const storedKey = 'edgar-ops-key';
const statusSeconds = 15, slowSeconds = 60;
const ranges = [[15, 'last 15 minutes'], [60, 'last hour'], [360, 'last 6 hours']];

const find = id => document.getElementById(id);
const timers = new Map();
let dashboards = [], selected = null;

class Refused extends Error {}

const get = path => send('GET', `/ops/data/${path}`);

async function send(method, address, body) {
  const headers = { 'X-Api-Key': sessionStorage.getItem(storedKey) ?? '', ...body && { 'Content-Type': 'application/json' } };
  let response;
  try {
    response = await fetch(address, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
  } catch (cause) {
    throw new Error('The API does not respond.', { cause });
  }
  const answer = await response.json();
  if (response.status === 401 || response.status === 403) throw new Refused(answer.detail);
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

/** Calls a function now and then every so many seconds, except while the tab is in the background. */
function repeat(name, seconds, action) {
  clearInterval(timers.get(name));
  timers.set(name, setInterval(() => document.hidden || run(action), seconds * 1000));
  return run(action);
}

async function run(action) {
  try {
    await action();
  } catch (error) {
    if (error instanceof Refused) signOut(error.message);
    else showSilence(error.message);
  }
}

async function start() {
  find('sign-in').hidden = true;
  find('sign-out').hidden = find('content').hidden = false;
  await repeat('status', statusSeconds, showState);
  if (find('content').hidden) return; // the key was refused
  repeat('budgets', slowSeconds, async () => showBudgets(await get('budgets')));
  repeat('runs', slowSeconds, () => get('runs').then(showRuns, error => showRuns({ problem: error.message })));
  repeat('actions', slowSeconds, () => get('actions').then(showActions, error => showActions({ problem: error.message })));
  run(async () => showDrills(await get('drills'), act));
  await run(async () => ({ dashboards } = await get('dashboards')));
  if (dashboards.length > 0) select(dashboards[0]);
}

async function showState() {
  const status = await get('status');
  showStatus(status);
  showDegraded(status.degraded, act);
}

/** Asks, sends an operator's action, and shows what it changed. Returns the response; null if the operator does not confirm. */
async function act(question, method, address, body) {
  if (!await confirmed(question)) return null;
  try {
    return await send(method, address, body);
  } finally {
    run(showState);
    run(async () => showActions(await get('actions')));
  }
}

function signOut(problem = '') {
  for (const timer of timers.values()) clearInterval(timer);
  sessionStorage.removeItem(storedKey);
  document.title = 'EdgarApi operations';
  find('sign-out').hidden = find('content').hidden = true;
  find('sign-in').hidden = false;
  find('sign-in-problem').textContent = problem;
  find('key').value = '';
  find('key').focus();
}

function select(dashboard) {
  selected = dashboard;
  find('tabs').replaceChildren(...dashboards.map(each => element('button', {
    type: 'button', textContent: each.title, onclick: () => select(each), attributes: { 'aria-pressed': each === dashboard },
  })));
  find('range').replaceChildren(
    element('option', { value: '' }, `last ${dashboard.hours <= 24 ? `${dashboard.hours} hours` : `${dashboard.hours / 24} days`}`),
    ...ranges.map(([minutes, title]) => element('option', { value: minutes }, title)));
  find('panels').replaceChildren();
  return showDashboard();
}

function showDashboard() {
  const minutes = find('range').value, dashboard = selected;
  return repeat('dashboard', dashboard.refreshSeconds, async () => {
    const content = await get(`dashboards/${dashboard.uid}${minutes ? `?minutes=${minutes}` : ''}`);
    if (dashboard !== selected || minutes !== find('range').value) return; // another one was selected meanwhile
    find('dashboard-note').textContent = content.note
      ?? `${content.description} From Prometheus, refreshed every ${dashboard.refreshSeconds} s.`;
    find('panels').replaceChildren(...content.panels.map(panel => drawPanel(panel, content)));
  });
}

find('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(storedKey, find('key').value.trim());
  start();
});
find('sign-out').addEventListener('click', () => signOut());
find('range').addEventListener('change', showDashboard);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !find('content').hidden) run(showState);
});

if (sessionStorage.getItem(storedKey)) start();
else signOut();
