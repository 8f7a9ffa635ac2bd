// What an operator can do: degraded mode and drills, each after a confirmation, and the audit trail.
import { element, marked, table } from './elements.js';
import { age } from './units.js';

const degradedMode = '/api/v1/admin/degraded-mode';
const durations = [[15, '15 minutes'], [60, '1 hour'], [240, '4 hours'], [1440, '24 hours']];

const fill = (id, title, ...children) => document.getElementById(id).replaceChildren(element('h2', {}, title), ...children);
const note = text => element('p', { className: 'note' }, text);

let shownMode = null;

/** Asks in a dialog; resolves to whether the operator confirmed. */
export function confirmed(question) {
  const dialog = document.getElementById('confirm');
  document.getElementById('confirm-question').textContent = question;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

/** Shows the mode with a form that changes it. A form in use stays while the mode is the same. */
export function showDegraded(mode, act) {
  const key = JSON.stringify(mode);
  if (key === shownMode) return;
  shownMode = key;
  const problem = element('p', { className: 'note', role: 'alert' });
  const change = async (question, method, body) => {
    problem.textContent = '';
    try {
      await act(question, method, degradedMode, body);
    } catch (error) {
      problem.textContent = error.message;
    }
  };
  const explanation = note('Until it ends, all processes send only cached responses and no exports.');
  if (mode.isOn) {
    fill('degraded', 'Degraded mode', element('p', {}, marked('amber', `On until ${mode.endsAt.slice(0, 19)}Z: ${mode.reason}`)),
      note(`Turned on by ${mode.startedBy}. It ends by itself.`),
      element('div', { className: 'actions' }, element('button', {
        type: 'button', textContent: 'Turn off', onclick: () => change('Compute responses again?', 'DELETE'),
      })), problem);
    return;
  }

  const reason = element('input', { placeholder: 'Reason, which /health shows', maxLength: 200, required: true,
    attributes: { 'aria-label': 'Reason' } });
  const duration = element('select', { attributes: { 'aria-label': 'Duration' } },
    ...durations.map(([minutes, title]) => element('option', { value: minutes }, title)));
  fill('degraded', 'Degraded mode', element('p', {}, marked('green', 'Off')), explanation,
    element('div', { className: 'actions' }, reason, duration, element('button', {
      type: 'button', textContent: 'Turn on',
      onclick: () => reason.reportValidity() && change(
        `Send only cached responses for ${duration.selectedOptions[0].textContent}?`, 'PUT',
        { reason: reason.value, durationSeconds: 60 * duration.value }),
    })), problem);
}

/** Shows the drills: a button for those that the service runs, a command for the others. */
export function showDrills({ drills }, act) {
  fill('drills', 'Drills', ...drills.map(drill => {
    const result = element('div', { role: 'status' });
    const run = async () => {
      result.replaceChildren();
      try {
        const found = await act(drill.question, 'POST', `/ops/data/drills/${drill.id}`);
        if (found !== null) result.replaceChildren(
          marked(found.passed ? 'green' : 'red', `${found.passed ? 'Passed' : 'Failed'} in ${found.seconds.toFixed(2)} s`),
          element('ul', {}, ...found.steps.map(step => element('li', {}, step))));
      } catch (error) {
        result.replaceChildren(marked('red', error.message));
      }
    };
    return element('div', { className: 'drill' }, element('b', {}, drill.title), note(drill.description), drill.command === null
      ? element('button', { type: 'button', textContent: 'Run', onclick: run, attributes: { 'aria-label': `Run: ${drill.title}` } })
      : element('span', {}, 'On the host: ', element('code', {}, drill.command)), result);
  }));
}

export function showActions({ actions, problem }) {
  if (problem) return fill('actions', 'Audit trail', note(problem));
  return fill('actions', 'Audit trail', table([
    ['action', row => row.action],
    ['target', row => row.target],
    ['by', row => row.actor],
    ['details', row => JSON.stringify(row.detail)],
    ['', row => `${age(row.at)} ago`, 'number'],
  ], actions, 'No action yet.'), note('The latest actions of operators and admins.'));
}
