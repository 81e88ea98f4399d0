// What a counsellor does with somebody, from the desk to the traineeship.
import { closing, fill, follow, inDays, letters, press, says, unfold, visitor, withoutScripts } from '../clicks.mjs'

// untilThere asks for the page again until something stands on it, for as long as a change takes to arrive.
async function untilThere(o, selector) {
  for (let n = 0; n < 40 && !(await o.page.locator(selector).count()); n++) {
    await o.page.waitForTimeout(250)
    await o.page.reload()
  }
  if (!(await o.page.locator(selector).count())) throw new Error(`nothing like ${selector} on ${new URL(o.page.url()).pathname}`)
}

// firstMeeting goes to the form and fills it in.
async function firstMeeting(o, name) {
  await follow(o, 'Persone', 'header')
  await follow(o, 'Primo colloquio')
  await fill(o, {
    name, 'contact.channel': 'email', 'contact.value': `${letters()}@example.org`, language: 'fr', unemployed: 'yes', inMilan: 'yes',
  })
}

export const counsellor = {
  'a first meeting, a likely duplicate, papers, a skill in another language, matches, project and CV': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    const name = `Prova ${letters()}`
    await firstMeeting(o, name)
    await press(o, 'Apri la scheda')
    await firstMeeting(o, name) // somebody of this name is there already
    await o.page.getByRole('button', { name: 'Apri la scheda' }).click()
    await says(o, 'Forse questa persona c’è già')
    if (await o.page.inputValue('[name="name"]') !== name) o.faults.push('the name that was typed is lost')
    await fill(o, { notDuplicate: true })
    await press(o, 'Apri la scheda')
    await says(o, name)

    await follow(o, 'Scrivi la disponibilità')
    await fill(o, { from: inDays(1), 'slots.1.0.from': '08:00', 'slots.1.0.to': '18:00', 'slots.2.0.from': '08:00', 'slots.2.0.to': '18:00', 'slots.3.0.from': '08:00', 'slots.3.0.to': '18:00' })
    await press(o, 'Salva')
    await follow(o, 'Scrivi gli spostamenti')
    await fill(o, { area: { index: 1 }, maxMinutes: '90', modes: true })
    await press(o, 'Salva')
    await follow(o, 'Accesso al lavoro', '.c-parts')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { kind: 'refugee', expiresOn: inDays(900) })
      await press(plain, 'Aggiungi e calcola')
    })
    if (!(await o.page.locator('main svg[role="img"]').count())) o.faults.push('no line of time')
    await says(o, 'WA-')

    await follow(o, 'Competenze', '.c-parts')
    await follow(o, 'Competenze', '.c-tabs')
    await o.page.locator('input[type="search"]').pressSequentially('laver la vaisselle', { delay: 10 })
    await o.page.locator('[name="concept"]').first().waitFor()
    await fill(o, { concept: 0, level: { index: 3 }, evidence: { index: 1 } })
    await press(o, 'Salva')
    await follow(o, 'Mestieri', '.c-tabs')
    await follow(o, 'Posti adatti', '.c-parts')
    await untilThere(o, '.c-match')

    await follow(o, 'Progetto', '.c-parts')
    await follow(o, 'Inizia il progetto')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { goal: 'Lavorare in una cucina', learn: 'Italiano B1' })
      await press(plain, 'Salva')
    })
    for (const [what, by] of [['Telefonare al CPIA', 'celav'], ['Portare il diploma', 'person']]) {
      await follow(o, 'Aggiungi un’azione')
      await fill(o, { what, by, due: inDays(10) })
      await press(o, 'Salva')
    }
    await press(o, 'Segna come concordato')
    await follow(o, 'Versione da stampare')
    await says(o, 'Portare il diploma')
    await o.page.emulateMedia({ media: 'print' })
    if (!(await o.page.locator('.c-signatures').isVisible())) o.faults.push('nothing to sign on the printed project')
    if (await o.page.locator('.c-parts').isVisible()) o.faults.push('the parts of the file are printed')
    await o.page.emulateMedia({ media: 'screen' })

    await follow(o, 'Competenze', '.c-parts')
    await follow(o, 'Curriculum', '.c-tabs')
    const pdf = o.page.getByRole('link', { name: 'Scarica il PDF' })
    if (await pdf.count()) {
      const saved = o.page.waitForEvent('download')
      await pdf.click()
      const stream = await (await saved).createReadStream()
      let begins = ''
      for await (const part of stream) if (begins.length < 5) begins += part.toString('latin1')
      if (!begins.startsWith('%PDF-')) o.faults.push(`the PDF begins with "${begins.slice(0, 8)}"`)
    } else {
      o.faults.push('no button for the PDF, though there is a browser')
    }
    return closing(o)
  },

  'a person is presented by name, agrees, is interviewed, and does a traineeship': async (browser, origin, widths) => {
    const person = await visitor(browser, origin, widths, 'demo-person')
    await follow(person, 'Tutti gli appuntamenti')
    await follow(person, 'Scheda', '.c-parts')
    const name = (await person.page.locator('h1').innerText()).trim()

    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await o.page.locator('input[type="search"]').fill(name)
    await o.page.getByRole('button', { name: 'Cerca' }).click()
    await o.page.locator('#found').getByRole('link', { name }).first().click()
    await follow(o, 'Posti adatti', '.c-parts')
    const cards = await o.page.locator('.c-match').count()
    let opening = ''
    for (let n = 0; n < cards && !opening; n++) { // the first that nobody has decided about
      const card = o.page.locator('.c-match').nth(n)
      const title = (await card.locator('h2').innerText()).trim()
      await card.getByRole('link', { name: 'Decidi' }).click()
      if (await o.page.locator('[name="decision"][value="propose"]').count() && !(await o.page.locator('main a[href^="/matching/shortlist/"]').count())) opening = title
      else await o.page.goBack()
    }
    if (!opening) throw new Error('no opening that nobody has decided about')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { decision: 'propose' })
      if (await plain.page.locator('[name="skipReason"]').count()) await fill(plain, { skipReason: { index: 1 } })
      await press(plain, 'Salva la decisione')
    })
    await act(o, 'Presenta la persona con il nome')

    await follow(person, 'Proposte', '.c-parts')
    const mine = person.page.locator('section', { has: person.page.getByRole('heading', { name: opening }) }).first()
    await mine.waitFor()
    await withoutScripts(person, async (plain) => act(plain, 'Sono d’accordo'))

    await o.page.reload()
    await act(o, 'Proponi orari per il colloquio', async () => o.page.locator('input[type="datetime-local"]').first().fill(inDays(3) + 'T10:00'))
    await person.page.reload()
    await act(person, 'Questo orario va bene', async () => person.page.locator('input[type="radio"]').first().check())
    await o.page.reload()
    await act(o, 'Esito: tirocinio')
    await follow(o, 'Apri il tirocinio')
    await withoutScripts(o, async (plain) => {
      if (await plain.page.locator('select[name="opening"]').count()) await fill(plain, { opening: { index: 1 } })
      await fill(plain, { type: 'ordinary', start: inDays(0), months: '3', hoursWeek: '30', hostTutor: 'Rita Prova', allowance: '500' })
      await press(plain, 'Apri il tirocinio')
    })
    await says(o, 'Che cosa serve per cominciare')
    for (let n = 0; n < 12 && await o.page.locator('summary', { hasText: 'Segna come fatto' }).count(); n++) {
      const form = o.page.locator('details', { hasText: 'Segna come fatto' }).first()
      await form.locator('summary').click()
      await form.locator('input[type="date"]').fill(inDays(-1))
      if (await form.locator('input[type="text"]').count()) await form.locator('input[type="text"]').fill('N-1')
      await form.getByRole('button').click()
    }
    await withoutScripts(o, async (plain) => press(plain, 'Fai cominciare il tirocinio'))
    await follow(o, 'Decidi')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { choice: 'end/goals-reached', sure: true })
      await press(plain, 'Registra la decisione')
    })
    await says(o, 'Decisioni')
    person.faults.push(...o.faults)
    await closing(o)
    return closing(person)
  },
}

// act opens the form of an act where it stands behind its title, fills it in, and presses its button.
async function act(o, words, before = async () => {}) {
  const button = o.page.getByRole('button', { name: words, exact: true }).first()
  if (!(await button.isVisible())) await unfold(o, words)
  await before()
  await press(o, words)
}
