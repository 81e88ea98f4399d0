// Everything the pages do in the browser. Each page works without it.
import htmx from 'htmx.org/dist/htmx.esm.js'
import { drag } from './drag.js'

// A form that came back with faults: bring the keyboard to the summary.
const summary = document.querySelector('[data-focus="load"]')
if (summary) summary.focus()

// Results that arrive while typing are announced: how many there are, by the text that the page shows for it.
const announcer = document.createElement('div')
announcer.className = 'visually-hidden'
announcer.setAttribute('role', 'status')
document.body.append(announcer)
document.addEventListener('htmx:afterSettle', () => {
  const count = document.querySelector('[data-announce]')
  if (count) announcer.textContent = count.textContent
})

drag((text) => { announcer.textContent = text })

// An answer that htmx cannot show (an error, a sign-in page elsewhere): ask again without htmx, so that the
// person sees the whole page that the server has for it.
function plainly(event) {
  const element = event.detail.elt
  if (element instanceof HTMLFormElement) element.submit()
}
document.addEventListener('htmx:responseError', plainly)
document.addEventListener('htmx:sendError', plainly)
document.addEventListener('htmx:swapError', plainly)

export { htmx }
