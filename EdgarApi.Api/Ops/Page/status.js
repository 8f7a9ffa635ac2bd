// The upper half of the page: whether the service is healthy, and what it consists of.
import { element, marked, runbook, table } from './elements.js';
import { age, duration, format } from './units.js';

const titles = { green: 'Healthy', amber: 'Needs attention', red: 'Act now' };
const levels = { l1: 'memory (L1)', l2: 'Redis (L2)', client: 'the client\'s own copy', stale: 'outdated copy', computed: 'computed' };

const fill = (id, title, ...children) => document.getElementById(id).replaceChildren(element('h2', {}, title), ...children);
const clock = () => new Date().toLocaleTimeString('en-GB');
const note = text => element('p', { className: 'note' }, text);

let lastAnswer = null;

export function showStatus(status) {
  lastAnswer = clock();
  showVerdict(status.state, titles[status.state], [
    status.source === 'prometheus' ? `All processes, by Prometheus. Updated ${lastAnswer}.` : `${status.note} Updated ${lastAnswer}.`,
  ], status.reasons);
  showAlerts(status);
  fill('caches', 'Cache tiers', table([
    ['answers from', row => levels[row.level] ?? row.level],
    ['share', row => format(row.share, 'percentunit'), 'number'],
  ], status.caches), note(`${status.source === 'prometheus' ? 'Last 5 minutes, all processes' : 'This process since its start'}. `
    + `${format(status.process.answerBytes, 'bytes')} of responses in the memory of ${status.process.process}.`
    + (status.process.redis ? ` Redis is ${status.process.redis.connected ? 'connected' : 'not connected'}.` : '')));
  fill('nodes', 'Primary and replicas', table([
    ['node', row => marked(row.reachable && row.serving ? 'green' : row.reachable ? 'amber' : 'red', row.name)],
    ['role', row => row.role],
    ['lag', row => row.lagSeconds === null ? null : format(row.lagSeconds, 's'), 'number'],
    ['reads', row => `${row.readsUnderWay} of ${row.maxReads}`, 'number'],
  ], status.process.nodes), note(`As ${status.process.process} sees them.`));
  fill('pools', 'Connection pools', table([
    ['pool', row => row.name],
    ['in use', row => row.used, 'number'],
    ['idle', row => row.idle, 'number'],
    ['maximum', row => row.max, 'number'],
  ], status.process.pools), note(`Of ${status.process.process}.`));
  fill('processes', 'Processes', table([
    ['process', row => marked(row.isUp ? 'green' : 'red', `${row.job} ${row.instance}`)],
    ['CPU', row => format(row.cpuPercent, 'percent'), 'number'],
    ['memory', row => format(row.memoryPercent, 'percent'), 'number'],
    ['busiest pool', row => format(row.poolShare, 'percentunit'), 'number'],
    ['spool', row => format(row.spoolBytes, 'bytes'), 'number'],
  ], status.processes));
  showData(status);
}

/** The API does not answer: what the page shows is old. */
export function showSilence(problem) {
  showVerdict('red', 'No answer', [lastAnswer ? `What you see is from ${lastAnswer}.` : 'Nothing is known.'],
    [{ state: 'red', text: problem, runbook: null }]);
}

export function showBudgets({ budgets, period }) {
  fill('budgets', 'Error budgets', table([
    ['endpoint', row => row.endpoint],
    ['objective', row => row.objective],
    ['missed by', row => format(row.missed, 'percentunit'), 'number'],
    ['allowed', row => format(row.allowed, 'percentunit'), 'number'],
    ['budget left', row => row.remaining === null ? 'no requests' : marked(row.state, format(row.remaining, 'percentunit')), 'number'],
  ], budgets), note(`Of ${period}.`));
}

export function showRuns({ runs, problem }) {
  if (problem) return fill('runs', 'Warming and ingest runs', note(problem));
  const newest = new Map();
  for (const run of runs) if (!newest.has(`${run.kind} ${run.name}`)) newest.set(`${run.kind} ${run.name}`, run);
  return fill('runs', 'Warming and ingest runs', table([
    ['run', run => marked(run.error ? 'red' : 'green', `${run.kind} ${run.name}`)],
    ['result', run => run.error ?? run.result],
    ['', run => run.finishedAt ? `${age(run.finishedAt)} ago` : 'running', 'number'],
  ], [...newest.values()], 'No run yet.'), note('The newest of each kind.'));
}

function showVerdict(state, title, notes, reasons) {
  const verdict = document.getElementById('verdict');
  verdict.className = `verdict ${state}`;
  verdict.replaceChildren(
    element('strong', {}, title), ...notes.map(text => element('div', {}, text)),
    ...(reasons.length > 0 ? [element('ul', {}, ...reasons.map(reason => element('li', {},
      marked(reason.state, reason.text), ' ', runbook(reason.runbook))))] : []));
  document.title = `${title} · EdgarApi operations`;
}

function showAlerts({ alerts }) {
  if (alerts === null) return fill('alerts', 'Active alerts', note('Unknown without Prometheus.'));
  if (alerts.length === 0) return fill('alerts', 'Active alerts', note('None.'));
  // A list rather than a table: on a phone the runbook must not be beyond the edge.
  return fill('alerts', 'Active alerts', element('ul', { className: 'alerts' }, ...alerts.map(alert => element('li', {},
    element('div', {}, marked(alert.isFiring ? alert.severity === 'critical' ? 'red' : 'amber' : 'none', ''),
      element('b', {}, alert.name), ` ${alert.severity}, ${alert.isFiring ? 'firing' : 'pending'} for ${age(alert.since)} · `,
      runbook(alert.runbook)),
    element('div', { className: 'note' }, alert.summary)))));
}

function showData({ process, warming, ingestAgeSeconds }) {
  const { usage } = process;
  fill('data', 'Data, warming and usage', table([
    ['', row => row[0]],
    ['', row => row[1], 'number'],
  ], [
    ['Companies with data', process.companies.toLocaleString('en')],
    ['Revision of the latest change', process.revision.toLocaleString('en')],
    ['Live ingest made progress', ingestAgeSeconds === null ? 'no live source' : `${duration(ingestAgeSeconds)} ago`],
    ...(warming ?? []).map(row => [`Failed warm runs: ${row.strategy.replaceAll('_', ' ')}`,
      marked(row.failures >= 2 ? 'amber' : 'green', row.failures)]),
    ['Usage records in memory', usage.queued.toLocaleString('en')],
    ['Usage records on disk', marked(usage.failure ? 'red' : usage.spoolBytes > 0 ? 'amber' : 'green', format(usage.spoolBytes, 'bytes'))],
    ['Requests not recorded', marked(usage.refused > 0 ? 'amber' : 'green', usage.refused.toLocaleString('en'))],
  ]));
}
