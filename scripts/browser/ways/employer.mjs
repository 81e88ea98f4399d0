// An employer who comes for the first time.
import { choose, closing, fill, follow, inDays, letters, open, press, says, visitor, withoutScripts } from '../clicks.mjs'

// vatNumber makes a number whose check digit is right.
function vatNumber() {
  const digits = Array.from({ length: 10 }, () => Math.floor(Math.random() * 10))
  const sum = digits.reduce((s, d, i) => s + (i % 2 ? (d * 2 > 9 ? d * 2 - 9 : d * 2) : d), 0)
  return digits.join('') + ((10 - (sum % 10)) % 10)
}

export const employer = {
  'an employer registers, adds a site, posts an opening, and everybody sees it': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.wide, locale: 'it' })
    const company = `Forno ${letters()}`
    const title = `Aiuto fornaio ${letters()}`
    await o.page.goto(origin + '/')
    await follow(o, 'Iscrivi la tua azienda')
    await choose(o.page, origin, 'demo-reviewer')
    await withoutScripts(o, async (plain) => {
      await fill(plain, {
        name: company, taxNumber: vatNumber(), 'contact.name': 'Prova', 'contact.email': 'forno@example.org',
        'sites.0.address': 'Via dei Clic 1', 'sites.0.area': { index: 1 }, 'sites.0.headcount': '12',
      })
      await press(plain, 'Iscrivi l’azienda')
    })
    await says(o, company)
    await follow(o, 'Aggiungi una sede')
    await fill(o, { address: 'Via dei Clic 2', area: { index: 2 }, headcount: '6' })
    await press(o, 'Salva')
    await says(o, 'Via dei Clic 2')
    await follow(o, 'Nuovo posto')
    await withoutScripts(o, async (plain) => {
      await fill(plain, { title, kind: 'traineeship', siteId: { index: 1 }, 'occupation.q': 'boulanger' })
      await press(plain, 'Cerca Mestiere')
      await fill(plain, { occupation: 0 })
      await press(plain, 'Proponi le competenze abituali del mestiere')
      await fill(plain, {
        description: 'Impastare e infornare.', language: 'it', seats: '1', start: inDays(30), months: '3', hoursWeek: '30', minimumAge: '18',
      })
      await press(plain, 'Salva la bozza')
    })
    await press(o, 'Pubblica')
    await says(o, title)

    const staff = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(staff, 'Aziende', 'header')
    await follow(staff, 'Da controllare')
    await follow(staff, company)
    await press(staff, 'L’ho controllata: confermo')
    o.faults.push(...await closing(staff))

    const anybody = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await anybody.page.goto(origin + '/')
    await follow(anybody, 'Posti aperti')
    await anybody.page.locator('input[type="search"]').first().fill(title)
    await anybody.page.keyboard.press('Enter')
    await anybody.page.getByRole('link', { name: title }).first().click()
    await says(anybody, title)
    if ((await anybody.page.locator('main').innerText()).includes(company)) o.faults.push('the public page names the company')
    o.faults.push(...await closing(anybody))
    return closing(o)
  },
}
