// Small conveniences; every page works without them.
import { initAll } from '../govuk/govuk-frontend.min.js'
// The design system's own inline script does this; ours is a file, so that no page needs an inline script at all.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// Text saves itself as it is typed: the form is sent to its autosave address, and the page says what happened.
for (const form of document.querySelectorAll('form[data-autosave]')) {
  const said = document.querySelector('[data-saved]')
  let timer, running = false, again = false, dirty = false
  const say = text => { if (said) said.textContent = text }
  const save = async () => {
    if (running) { again = true; return }
    running = true
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: 'POST', body: new FormData(form), headers: { 'X-Cairn-Autosave': '1' }, redirect: 'manual', credentials: 'same-origin'
      })
      const text = await answer.text()
      if (answer.ok) {
        dirty = false
        say('Saved a moment ago')
        try { const told = JSON.parse(text); if (told.version !== undefined && form.elements.version) form.elements.version.value = told.version } catch { /* nothing told */ }
      } else if (answer.status === 401) say('You have been signed out. Your text is still on this screen: sign in in another tab, then type on.')
      else say((answer.headers.get('content-type') || '').startsWith('text/plain') && text ? text.slice(0, 300) : 'Not saved yet. Press the button below: your text is kept, and can be sent once more.')
    } catch { say('No connection. Your text is still on this screen and will be saved when it returns.'); timer = setTimeout(save, 5000) }
    running = false
    if (again) { again = false; save() }
  }
  const soon = () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 700) }
  form.addEventListener('input', soon)
  form.addEventListener('submit', () => { clearTimeout(timer); dirty = false })
  addEventListener('beforeunload', event => { if (dirty) event.preventDefault() })
}

// Keys on the answering page: a grade's figure chooses it, N goes on, P goes back, E opens evidence.
const keyed = document.querySelector('form[data-keys]')
if (keyed) addEventListener('keydown', event => {
  if (event.target.matches('textarea, select, input:not([type=radio]):not([type=checkbox])') || event.ctrlKey || event.metaKey || event.altKey) return
  const grade = keyed.querySelector(`input[type=radio][value="${CSS.escape(event.key)}"]`)
  if (grade) { grade.checked = true; grade.focus(); grade.dispatchEvent(new Event('input', { bubbles: true })); event.preventDefault() }
  const named = { n: '[data-key=next]', p: '[data-key=previous]', e: '[data-key=evidence]', h: '[data-key=how]' }[event.key.toLowerCase()]
  const there = named && document.querySelector(named)
  if (there) { event.preventDefault(); there.matches('textarea') ? there.focus() : there.click() }
})
