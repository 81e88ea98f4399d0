// Dragging somebody to another opening on the plan of a group. What a drop does the buttons beside do as well: it sends the
// same form. While somebody is held, every opening says what it would cost to fix them there; only where that is known and
// possible can they be dropped.
const edge = 70 // so near to the top or the bottom of the window the page scrolls

export function drag(announce) {
  const place = document.querySelector('[data-drag-form]')
  const form = place && place.querySelector('form')
  if (!form || !window.PointerEvent) return
  document.documentElement.classList.add('c-can-drag')
  const targets = [...document.querySelectorAll('[data-drop]')]
  let held = null

  function put(target, text, state) {
    let price = target.querySelector('.c-drop-price')
    if (!price) {
      price = document.createElement('span')
      price.className = 'c-drop-price'
      target.append(price)
    }
    price.textContent = text
    target.dataset.state = state
  }

  function letGo() {
    if (!held) return
    cancelAnimationFrame(held.frame)
    held.ghost.remove()
    held.handle.classList.remove('c-drag-held')
    for (const target of targets) {
      delete target.dataset.state
      target.classList.remove('c-drop-over')
      target.querySelector('.c-drop-price')?.remove()
    }
    held = null
  }

  async function ask(now) {
    const wanted = new URL(now.handle.dataset.prices, location.href)
    const others = new Set(targets.map((t) => t.dataset.drop))
    others.delete(now.handle.dataset.at)
    for (const id of others) wanted.searchParams.append('opening', id)
    try {
      const answer = await fetch(wanted, { headers: { Accept: 'application/json' } })
      if (!answer.ok) throw new Error(answer.status)
      const prices = await answer.json()
      if (held !== now) return
      for (const target of targets) {
        const price = prices[target.dataset.drop]
        if (price) put(target, price.text, price.possible ? 'open' : 'shut')
      }
    } catch {
      if (held === now) letGo() // without prices nothing is dropped; the buttons are there
    }
  }

  function over({ clientX, clientY }) {
    const under = document.elementFromPoint(clientX, clientY)
    return under && under.closest('[data-drop]')
  }

  // Beside a mouse, above a finger: what is held hides neither the opening nor its price, and stays in the window.
  function follow({ clientX, clientY }) {
    const { offsetWidth: width, offsetHeight: height } = held.ghost
    const x = held.touch ? clientX - width / 2 : clientX + 14
    const y = held.touch ? clientY - height - 36 : clientY + 14
    const within = (n, most) => Math.max(4, Math.min(n, most - 4))
    held.ghost.style.transform = `translate(${within(x, document.documentElement.clientWidth - width)}px, ${within(y, window.innerHeight - height)}px)`
  }

  function look() {
    const at = over(held.last)
    for (const target of targets) target.classList.toggle('c-drop-over', target === at && target.dataset.state === 'open')
    if (at && at !== held.at) announce(at.textContent.trim())
    held.at = at
  }

  // The page scrolls for as long as somebody is held near an edge, also by a finger that rests there.
  function scroll() {
    if (!held) return
    const y = held.last.clientY
    const by = y < edge ? -12 : y > window.innerHeight - edge ? 12 : 0
    if (by) {
      window.scrollBy(0, by)
      look()
    }
    held.frame = requestAnimationFrame(scroll)
  }

  function move(event) {
    if (!held || event.pointerId !== held.pointer) return
    event.preventDefault()
    held.last = { clientX: event.clientX, clientY: event.clientY }
    follow(held.last)
    look()
  }

  function drop(event) {
    if (!held || event.pointerId !== held.pointer) return
    const at = over(event)
    const person = held.handle.dataset.drag
    const open = at && at.dataset.state === 'open'
    const opening = open && at.dataset.drop
    letGo()
    if (!open) return
    form.elements.person.value = person
    form.elements.opening.value = opening
    form.submit()
  }

  document.addEventListener('pointerdown', (event) => {
    const handle = event.target.closest && event.target.closest('[data-drag]')
    if (!handle || event.button !== 0 || held) return
    event.preventDefault()
    const ghost = document.createElement('div')
    ghost.className = 'c-drag-ghost'
    ghost.textContent = handle.dataset.name
    ghost.style.left = '0' // the sheet of right-to-left pages would turn it round
    document.body.append(ghost)
    held = { handle, ghost, pointer: event.pointerId, touch: event.pointerType === 'touch', at: null, last: event }
    handle.classList.add('c-drag-held')
    handle.setPointerCapture(event.pointerId)
    move(event)
    held.frame = requestAnimationFrame(scroll)
    ask(held)
  })
  document.addEventListener('pointermove', move)
  document.addEventListener('pointerup', drop)
  document.addEventListener('pointercancel', letGo)
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') letGo() })
}
