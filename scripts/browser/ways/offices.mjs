// What offices decide: a tutor for a person, people whom a partner sends, a page of the portal that is verified.
import { closing, fill, follow, inDays, letters, open, press, says, visitor, withoutScripts } from '../clicks.mjs'

const headings = 'Référence;Nom;Prénom;Date de naissance;Pays de résidence;Déjà en Italie;Téléphone;Langue pour lui écrire;Diplôme;Niveau du diplôme;Date du diplôme;Métiers souhaités;Italien;Français;Disponible à partir du;Information acceptée'

// trainees is a partner's file of twenty, with a birth date and a country that do not exist.
function trainees(series) {
  const from = inDays(90).split('-').reverse().join('/')
  const rows = Array.from({ length: 20 }, (_, n) => [
    `${series}-${n + 1}`, `Prova ${letters(6)}`, 'Amel', n === 3 ? '31/02/1999' : `0${1 + (n % 9)}/04/1999`, n === 8 ? 'Tunsie' : 'Tunisie', 'non',
    `+216 20 ${String(n).padStart(3, '0')} 111`, 'français', 'BTS', 'BTS', '30/06/2026', 'serveur', 'A2', 'B2', from, 'oui',
  ].join(';'))
  return Buffer.from([headings, ...rows].join('\r\n'))
}

export const offices = {
  'a coordinator gives a person a team and a tutor': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-coordinator')
    await follow(o, 'Chi segue chi', 'main')
    const first = o.page.locator('main tbody a').first()
    const name = (await first.innerText()).trim()
    await first.click()
    await says(o, 'Nessuno, per ora')
    let tutor = ''
    await withoutScripts(o, async (plain) => {
      await plain.page.locator('select[name="tutor"]').selectOption({ index: 1 })
      tutor = (await plain.page.locator('select[name="tutor"] option:checked').innerText()).trim()
      await press(plain, 'Assegna')
    })
    await says(o, name)
    const given = (await o.page.locator('main dl').first().innerText()).replace(/\s+/g, ' ')
    if (!given.includes(tutor.split(',')[0].split(' – ')[0])) o.faults.push(`the tutor is not ${tutor}: ${given}`)
    await follow(o, 'Inizio', 'header')
    await follow(o, 'Chi segue chi', 'main')
    if (await o.page.locator('main section').first().getByRole('link', { name, exact: true }).count()) o.faults.push(`${name} is still without a tutor`)
    return closing(o)
  },

  'a partner sends twenty people, mends two in place and submits; the City sends one back and accepts the others': async (browser, origin, widths) => {
    const partner = await visitor(browser, origin, widths, 'demo-partner')
    const title = `Prova ${letters()}`
    const file = { name: 'stagiaires.csv', mimeType: 'text/csv', buffer: trainees(letters(4).toUpperCase()) }
    await follow(partner, 'Coorti', 'header')
    await follow(partner, 'Nuova coorte')
    await withoutScripts(partner, async (plain) => {
      await fill(plain, { title })
      await plain.page.setInputFiles('#file', file)
      await press(plain, 'Inviare il file')
    })
    const cohort = partner.page.url()
    await says(partner, 'errore')
    const mend = async (values) => {
      await partner.page.locator('main table').first().locator('tbody a').first().click()
      await fill(partner, values)
      await press(partner, 'Salva')
      await partner.page.goto(cohort)
    }
    const wrong = async () => (await partner.page.getByRole('heading', { name: 'Da correggere' }).count()) > 0
    await mend({ birthDate: '28/02/1999' })
    await mend({ country: { index: 1 } })
    if (await wrong()) partner.faults.push('something is wrong still, after both rows were mended')
    await partner.page.setInputFiles('#file', file) // the same file again: what was mended stays
    await press(partner, 'Inviare il file')
    if (await wrong()) partner.faults.push('the file that was sent again undid what was mended')
    await withoutScripts(partner, async (plain) => press(plain, 'Consegnare la coorte (20)'))
    await says(partner, 'consegnata, in verifica')

    const city = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(city, 'Coorti', 'main')
    await follow(city, title, 'main')
    const back = city.page.locator('main tbody a').first()
    const name = (await back.innerText()).trim()
    await back.click()
    await withoutScripts(city, async (plain) => {
      await fill(plain, { reason: 'Manca il titolo di studio.' })
      await press(plain, 'Rinviare')
    })
    await city.page.goto(cohort)
    await withoutScripts(city, async (plain) => press(plain, 'Accettare tutti (19)'))
    await city.page.goto(cohort)
    await says(city, 'Accettate 19')
    await city.page.locator('main tbody tr', { hasText: 'accettata' }).first().getByRole('link').click()
    await city.page.locator('main a[href^="/intake/people/"]').first().click()
    await follow(city, 'Posti adatti', '.c-parts')
    await city.page.locator('.c-tabs a', { hasText: 'Non così' }).click()
    await city.page.waitForURL((url) => url.search.includes('blocked'))
    await says(city, 'vive all’estero') // the rules for who lives abroad judge, in place of those on work

    await partner.page.goto(cohort)
    await says(partner, 'da correggere')
    await partner.page.locator('main tbody').getByRole('link', { name, exact: true }).first().click()
    await says(partner, 'Manca il titolo di studio.')
    partner.faults.push(...await closing(city))
    return closing(partner)
  },

  'a reviewer verifies a page of the portal, and everybody reads by whom': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-reviewer')
    await follow(o, 'Verifiche', 'header')
    await o.page.locator('main tbody a').first().click()
    const page = (await o.page.locator('h1').innerText()).trim()
    await withoutScripts(o, async (plain) => {
      await fill(plain, { act: 'verified' })
      await plain.page.getByRole('button', { name: 'Registra la decisione' }).click()
      if (!(await plain.page.locator('.c-summary a', { hasText: 'Per quale ente – ' }).count())) o.faults.push('a verification in nobody’s name was accepted')
      await fill(plain, { act: 'verified', name: 'Prova Clic', body: 'Ente di prova' })
      await press(plain, 'Registra la decisione')
    })
    const anybody = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await anybody.page.goto(origin + '/')
    await follow(anybody, 'Assumere e lavorare con un permesso')
    await follow(anybody, page, 'main')
    await says(anybody, 'Prova Clic, Ente di prova')
    if ((await anybody.page.locator('main').innerText()).includes('Non ancora verificata')) o.faults.push('the page says that nobody verified it')
    o.faults.push(...await closing(anybody))
    return closing(o)
  },
}
