// What a person does with the own file: opens it by a link from the counsellor, corrects it, asks for a correction.
import { closing, fill, follow, letters, open, press, says, visitor, withoutScripts } from '../clicks.mjs'

// newcomer records a first meeting and leaves the counsellor on the new file.
async function newcomer(o) {
  const name = `Prova ${letters()}`
  await follow(o, 'Persone', 'header')
  await follow(o, 'Primo colloquio')
  await fill(o, { name, 'contact.channel': 'email', 'contact.value': `${letters()}@example.org`, language: 'fr', unemployed: 'yes', inMilan: 'yes' })
  await press(o, 'Apri la scheda')
  await says(o, name, 'main')
  return name
}

// link gives the person on whose file the counsellor is a personal link, and reads it off the paper.
async function link(o) {
  await follow(o, 'Pagina della persona', '.c-parts')
  await press(o, 'Nuovo collegamento da stampare')
  const found = (await o.page.locator('main').innerText()).match(/\/intake\/link\/[\w-]{43}/)?.[0]
  if (!found) throw new Error('no address on the paper')
  await follow(o, 'Torna alla scheda')
  return found
}

// own opens the person's page by the link, on a phone, without an account.
async function own(browser, origin, widths, address, settings = {}) {
  const me = await open(browser, origin, { viewport: widths.phone, locale: 'it', ...settings })
  await me.page.goto(origin + address)
  await press(me, 'Apri la mia pagina')
  return me
}

export const ownfile = {
  'a person opens the own page by a link, corrects the contact and asks for a correction, which is answered': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    const name = await newcomer(o)
    const file = o.page.url()
    const address = await link(o)

    const door = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await door.page.goto(origin + address)
    if ((await door.page.content()).includes(name)) o.faults.push('the link alone names the person')
    o.faults.push(...await closing(door))

    const me = await own(browser, origin, widths, address, { javaScriptEnabled: false })
    await says(me, name)
    await follow(me, 'Che cosa sapete di me', 'main')
    await follow(me, 'Come ti raggiungiamo e in quale lingua', 'main')
    await fill(me, { 'contact.channel': 'phone', 'contact.value': '' })
    await me.page.getByRole('button', { name: 'Salva' }).click()
    if (!(await me.page.locator('.c-summary a', { hasText: 'Numero, indirizzo e-mail o altro – ' }).count())) me.faults.push('an empty number was accepted, or the summary does not name the field')
    await fill(me, { 'contact.value': '+39 333 7654321' })
    await press(me, 'Salva')
    await me.page.goto(origin + '/intake/me')
    await follow(me, 'Chiedere una correzione', 'main')
    await fill(me, { item: { index: 1 }, text: 'Sono nata nel 1994, non nel 1949.' })
    await press(me, 'Manda la richiesta')
    await says(me, 'Aspetta la risposta')

    await o.page.goto(file)
    await says(o, '+39 333 7654321')
    await follow(o, 'Pagina della persona', '.c-parts')
    await says(o, 'Sono nata nel 1994, non nel 1949.')
    await follow(o, 'Rispondi')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { state: 'declined', answer: '' })
      await plain.page.getByRole('button', { name: 'Manda la risposta' }).click()
      if (!(await plain.page.locator('.c-summary').count())) o.faults.push('a no without its reason was accepted')
      await fill(plain, { state: 'declined', answer: 'Nel documento c’è scritto 1949.' })
      await press(plain, 'Manda la risposta')
    })

    await me.page.reload()
    await says(me, 'Nel documento c’è scritto 1949.')
    await follow(me, 'La mia pagina')
    await follow(me, 'Chi ha guardato la mia scheda')
    await says(me, 'operatore o operatrice')
    me.faults.push(...await closing(o))
    return closing(me)
  },

  'a personal link that is withdrawn opens nothing, nor does the page that it opened': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    const name = await newcomer(o)
    const address = await link(o)
    const me = await own(browser, origin, widths, address)
    await says(me, name)
    await o.page.reload()
    await says(o, 'Volte: 1')
    await withoutScripts(o, async (plain) => press(plain, 'Ritira il collegamento'))
    await me.page.reload()
    if ((await me.page.content()).includes(name)) o.faults.push('the page goes on after the link was withdrawn')
    await me.page.goto(origin + address)
    await me.page.getByRole('button', { name: 'Apri la mia pagina' }).click()
    await says(me, 'Questo collegamento non vale più')
    me.faults.length = 0 // a page that refuses answers with a failure, as it should
    o.faults.push(...await closing(me))
    return closing(o)
  },
}
