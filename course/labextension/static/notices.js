/** Messages that stand at the foot of the window and never block the page. */

const shown = new Map();

/** @param id what the message is about: a new one with the same id takes its place. */
export function tell(id, text, { urgent = false, button, action } = {}) {
  if (shown.get(id)?.firstChild.textContent === text) return;
  dismiss(id);
  const notice = document.createElement('div');
  notice.className = 'eq-message';
  const words = document.createElement('p');
  notice.append(words);
  if (button) {
    const control = document.createElement('button');
    control.type = 'button';
    control.textContent = button;
    control.addEventListener('click', action);
    notice.append(control);
  }
  board(urgent).append(notice);
  shown.set(id, notice);
  words.textContent = text;
}

export function dismiss(id) {
  shown.get(id)?.remove();
  shown.delete(id);
}

// A screen reader listens only to a live region that was there before its words. Both are made at the first call
// of `prepareNotices`, when the page opens.
function board(urgent) {
  prepareNotices();
  return document.querySelector(urgent ? '.eq-board > [role=alert]' : '.eq-board > [role=status]');
}

export function prepareNotices() {
  if (document.querySelector('.eq-board')) return;
  const place = document.createElement('div');
  place.className = 'eq-board';
  place.innerHTML = '<div role="alert"></div><div role="status"></div>';
  document.body.append(place);
}
