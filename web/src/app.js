// Pages work without this file. It makes some things quicker: menus close, live pages refresh, a form is sent once.
import htmx from 'htmx.org/dist/htmx.esm.min.js'
import { watchLive } from './live.js'

window.htmx = htmx
// The answers to failed requests are whole pages; they are shown as pages, not swapped into a corner of this one.
htmx.config.noSwap = [204, 304, '4xx', '5xx']
// What the reader has opened stays open when a part is refreshed.
htmx.config.morphIgnore.push('open')

/** Menus made of <details data-menu> close with Escape and by a click elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (menu !== except) menu.open = false
  }
}
document.addEventListener('click', (event) => closeMenus(event.target.closest('details[data-menu]')))
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const menu = event.target.closest('details[data-menu][open]')
  closeMenus()
  menu?.querySelector('summary').focus()
})

/** A second click on a button sends nothing a second time (the server would recognize it by its key anyway). */
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  if (form.method === 'post' && !form.matches('[data-hx-post], [hx-post]')) {
    form.dataset.sent = 'yes'
    form.setAttribute('aria-busy', 'true')
  }
})
// A page that comes back from the browser's cache can be sent again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent
    form.removeAttribute('aria-busy')
  }
})

/** Filters apply as soon as they are changed; without this file the form has its button. */
document.addEventListener('change', (event) => {
  const form = event.target.form
  if (form?.matches('[data-autosubmit]')) form.requestSubmit()
})

// After a refusal the reader starts at what is wrong.
document.querySelector('[data-focus]')?.focus()

watchLive()
