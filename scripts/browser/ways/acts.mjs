// Pages that stand behind an act: no link alone leads there.
import { closing, fill, follow, letters, look, press, says, unfold, visitor } from '../clicks.mjs'

export const acts = {
  'a partner’s file whose headings are not understood': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-partner')
    await follow(o, 'Coorti', 'header')
    await follow(o, 'Nuova coorte')
    await fill(o, { title: `Prova ${letters()}` })
    const rows = ['Référence;Nom;Prénom;Né le jour;Chose inconnue', `${letters(5)};Prova;Amel;01/02/1999;x`]
    await o.page.setInputFiles('#file', { name: 'stagiaires.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\r\n')) })
    await press(o, 'Inviare il file')
    if (!o.page.url().endsWith('/columns')) await follow(o, 'Che cosa significano le colonne?')
    await look(o, widths)
    return closing(o)
  },

  'reserved information, opened with a reason': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await o.page.locator('main tbody a').first().click()
    await follow(o, 'Bisogni', '.c-parts')
    await follow(o, 'Apri le informazioni riservate')
    if (await o.page.locator('[name="reason"]').count()) {
      await fill(o, { reason: 0 })
      await press(o, 'Apri le informazioni riservate')
    }
    await fill(o, { code: { index: 1 }, note: 'Una prova.' })
    await press(o, 'Segna')
    await o.page.locator('main tbody a').first().click()
    await look(o, widths)
    await unfold(o, 'Togli')
    return closing(o)
  },

  'a referral that is looked at before it is sent': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await o.page.locator('main tbody a').first().click()
    await follow(o, 'Invii', '.c-parts')
    await follow(o, 'Invia a un servizio')
    await fill(o, { service: { index: 1 }, reason: { index: 1 } })
    await press(o, 'Salva e controlla')
    await follow(o, 'Modifica', 'main')
    await look(o, widths)
    return closing(o)
  },

  'what came of a traineeship, answered and counted': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-coordinator')
    await follow(o, 'Tirocini', 'header')
    await follow(o, 'Dopo la fine')
    await o.page.locator('main tbody a').first().click()
    await follow(o, 'Scrivi la risposta')
    await look(o, widths)
    await fill(o, { now: 0 })
    await press(o, 'Salva la risposta')
    await says(o, 'Risposta salvata')
    await follow(o, 'Tirocini', 'header')
    await follow(o, 'Com’è andata dopo')
    await look(o, widths)
    return closing(o)
  },
}
