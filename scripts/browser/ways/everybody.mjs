// Ways of those who come seldom: a visitor of the desk, a service of the city, a host with hours to enter.
import { closing, fill, follow, open, press, says, visitor, withoutScripts } from '../clicks.mjs'

export const everybody = {
  'anybody books the desk without an account, and gives the time back': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await o.page.goto(origin + '/')
    await follow(o, 'Prenota lo sportello di consulenza')
    const free = await o.page.locator('main a[href*="/book?slot="]').count()
    await o.page.locator('main a[href*="/book?slot="]').first().click()
    await withoutScripts(o, async (plain) => {
      await plain.page.getByRole('button', { name: 'Prenota', exact: true }).click()
      if (!(await plain.page.locator('.c-summary a[href="#name"]').count())) o.faults.push('an empty booking was accepted')
      await fill(plain, { kind: 'employer', name: 'Prova Clic', reach: '02 555 01' })
      await press(plain, 'Prenota')
    })
    await says(o, 'L’appuntamento è prenotato')
    if ((await o.page.locator('main').innerText()).includes('Prova Clic')) o.faults.push('the link of the booking shows who booked')
    await press(o, 'Annulla l’appuntamento')
    await o.page.goto(origin + '/outreach/consultation')
    if (await o.page.locator('main a[href*="/book?slot="]').count() !== free) o.faults.push('the time is not free again')
    return closing(o)
  },

  'a service of the city answers by its link, which alone tells nothing': async (browser, origin, widths) => {
    const staff = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(staff, 'Persone', 'header')
    await staff.page.locator('main tbody a').first().click()
    const name = (await staff.page.locator('h1').innerText()).trim()
    await follow(staff, 'Invii', '.c-parts')
    await follow(staff, 'Invia a un servizio')
    await fill(staff, { service: 'caf', reason: { index: 1 }, items: true, consent: 1, consentOn: new Date().toISOString().slice(0, 10) })
    await press(staff, 'Salva e controlla')
    await staff.page.locator('main form button', { hasText: 'Invia' }).first().click()
    await staff.page.goto(origin + '/intake/messages')
    const link = (await staff.page.locator('main').innerText()).match(/\/intake\/answers\/[\w-]{43}/)?.[0]
    staff.faults.push(...(link ? [] : ['no message with a link']))
    const o = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    if (link) {
      await o.page.goto(origin + link)
      if ((await o.page.content()).includes(name)) o.faults.push('the link alone names the person')
      await press(o, 'Apri e leggi')
      await says(o, name)
      await fill(o, { act: 'accept' })
      await press(o, 'Invia la risposta')
      await says(o, 'Avete accettato')
      if ((await o.page.content()).includes(name)) o.faults.push('after the answer the link alone names the person')
    }
    o.faults.push(...await closing(staff))
    return closing(o)
  },

  'a host enters hours, a person says what is due, another one approves': async (browser, origin, widths) => {
    const host = await visitor(browser, origin, widths, 'demo-employer')
    await follow(host, 'Tirocinanti', 'header')
    await follow(host, 'Presenze da inserire')
    await host.page.locator('main tbody a').first().click()
    const month = new URL(host.page.url()).pathname
    if ((await host.page.locator('main').innerText()).includes('€')) host.faults.push('a host sees amounts')
    await withoutScripts(host, async (plain) => {
      await fill(plain, { hours: '5' })
      await press(plain, 'Salva le ore')
    })
    await says(host, 'Da confermare')
    const first = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(first, 'Tirocini', 'header')
    await follow(first, 'Borse', 'main')
    await follow(first, 'Da confermare', '.c-tabs')
    await first.page.locator(`main tbody a[href="${month}"]`).click()
    await fill(first, { verdict: 'proportional' })
    await press(first, 'Conferma l’importo')
    if (await first.page.getByRole('button', { name: 'Approva', exact: true }).count()) first.faults.push('who confirmed may approve')
    const second = await visitor(browser, origin, widths, 'demo-coordinator')
    await second.page.goto(origin + '/matching/grants?show=approve')
    await second.page.locator(`main tbody a[href="${month}"]`).click()
    await press(second, 'Approva')
    await says(second, 'Approvat')
    first.faults.push(...await closing(second))
    host.faults.push(...await closing(first))
    return closing(host)
  },
}
