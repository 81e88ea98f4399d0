// What goes wrong at a desk: bad input, a double click, two people at one file.
import { closing, fill, follow, letters, press, refused, says, visitor, withoutScripts } from '../clicks.mjs'

export const faults = {
  'bad input is said beside the field and above, and what was typed is kept': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await follow(o, 'Primo colloquio')
    const filled = { name: `Prova ${letters()}`, 'contact.channel': 'email', 'contact.value': 'nessuna chiocciola', request: 'Cerco lavoro in cucina.' }
    const check = async (at) => {
      await fill(at, filled)
      await at.page.getByRole('button', { name: 'Apri la scheda' }).click()
      if (!(await refused(at.page))) o.faults.push('a wrong address is accepted')
      for (const [field, wanted] of Object.entries(filled)) {
        const kept = await at.page.locator(`[name="${field}"]`).inputValue()
        if (kept !== wanted) o.faults.push(`${field} is "${kept}" after the refusal`)
      }
      for (const link of await at.page.locator('.c-summary a').all()) {
        const target = (await link.getAttribute('href')).slice(1)
        const beside = at.page.locator(`[id="${target}-error"]`)
        const above = (await link.innerText()).trim() // "the field’s label – what to do"
        if (!(await beside.count())) o.faults.push(`nothing beside ${target}`)
        else if (!above.endsWith(' – ' + (await beside.innerText()).replace(/^Errore:\s*/, '').trim())) o.faults.push(`${target}: not the same words beside and above`)
      }
    }
    await check(o)
    await withoutScripts(o, async (plain) => {
      await plain.page.goto(origin + '/intake/people/new')
      await check(plain)
    })
    return closing(o)
  },

  'a double click opens one file': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await follow(o, 'Primo colloquio')
    const name = `Doppio ${letters()}`
    await fill(o, { name, 'contact.channel': 'email', 'contact.value': `${letters()}@example.org`, language: 'it', unemployed: 'yes', inMilan: 'yes' })
    await o.page.getByRole('button', { name: 'Apri la scheda' }).dblclick()
    await o.page.waitForURL((url) => /people\/[0-9a-f-]{36}$/.test(url.pathname))
    await follow(o, 'Persone', 'header')
    await o.page.locator('input[type="search"]').fill(name)
    await o.page.getByRole('button', { name: 'Cerca' }).click()
    await o.page.locator('#found').getByRole('link', { name }).first().waitFor()
    const files = await o.page.locator('#found').getByRole('link', { name }).count()
    if (files !== 1) o.faults.push(`a double click opened ${files} files`)
    return closing(o)
  },

  'two people at one file: the second sees what the first wrote': async (browser, origin, widths) => {
    const o = await visitor(browser, origin, widths, 'demo-counsellor-1')
    await follow(o, 'Persone', 'header')
    await o.page.locator('main tbody a').first().click()
    await follow(o, 'Modifica')
    const slow = await o.browser.newContext({ ...o.settings, javaScriptEnabled: false, storageState: await o.context.storageState() })
    const second = { ...o, context: slow, page: await slow.newPage() }
    await second.page.goto(o.page.url()) // both have the same form before them
    await fill(o, { request: 'Scritto per primo.' })
    await press(o, 'Salva')
    await fill(second, { request: 'Scritto per secondo.' })
    await press(second, 'Salva')
    await says(second, 'Nel frattempo qualcun altro ha cambiato la scheda')
    await says(second, 'Scritto per primo.')
    if (await second.page.inputValue('[name="request"]') !== 'Scritto per secondo.') o.faults.push('what the second one typed is lost')
    await press(second, 'Salva') // having seen it
    await says(second, 'Scritto per secondo.')
    await slow.close()
    return closing(o)
  },
}
