// Ways through the suite by real clicks and keys. Each returns what went wrong.
import { closing, enter, letters, open, refused } from './clicks.mjs'
import { inspect } from './visit.mjs'
import { acts } from './ways/acts.mjs'
import { counsellor } from './ways/counsellor.mjs'
import { employer } from './ways/employer.mjs'
import { everybody } from './ways/everybody.mjs'
import { faults } from './ways/faults.mjs'
import { offices } from './ways/offices.mjs'
import { ownfile } from './ways/ownfile.mjs'

export const journeys = {
  'the keyboard reaches the content first': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.wide, locale: 'it' })
    await o.page.goto(origin + '/')
    await o.page.keyboard.press('Tab')
    await o.page.keyboard.press('Enter')
    if (await o.page.evaluate(() => document.activeElement?.id) !== 'main') o.faults.push('the skip link does not lead to the content')
    return closing(o)
  },
  'a chosen language stays chosen': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await o.page.goto(origin + '/')
    await o.page.click('.c-languages a[lang="ar"]')
    await o.page.goto(origin + '/')
    if (await o.page.evaluate(() => document.documentElement.dir) !== 'rtl') o.faults.push('the page is not in Arabic after the choice')
    return closing(o)
  },
  'signing in and out works without scripts': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.wide, locale: 'it', javaScriptEnabled: false })
    await o.page.goto(origin + '/')
    await o.page.click('a[href^="/sign-in"]')
    await o.page.click('button[value="demo-counsellor-1"]')
    await o.page.click('form[action="/sign-out"] button')
    if (!(await o.page.locator('a[href^="/sign-in"]').count())) o.faults.push('still signed in after signing out')
    await o.context.close()
    return o.faults
  },
  'an empty form says what is missing and takes the keyboard there': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.phone, locale: 'it' })
    await enter(o.page, origin, 'demo-counsellor-1')
    await o.page.goto(origin + '/intake/people/new')
    await o.page.click('.c-form button[type="submit"]')
    if (!(await refused(o.page))) o.faults.push('an empty form was accepted')
    if (!(await o.page.evaluate(() => document.activeElement?.classList.contains('c-summary')))) o.faults.push('the summary has no focus')
    await o.page.click('.c-summary a[href="#name"]')
    if (await o.page.evaluate(() => document.activeElement?.id) !== 'name') o.faults.push('the link in the summary does not reach its field')
    o.faults.push(...await inspect(o.page, { lang: 'it', phone: true }))
    return closing(o)
  },
  'results come while typing, and a name never stands in the address': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.wide, locale: 'it' })
    await enter(o.page, origin, 'demo-counsellor-1')
    await o.page.goto(origin + '/intake/people')
    const answer = o.page.waitForResponse((r) => r.url().endsWith('/intake/people/search') && r.request().method() === 'POST')
    await o.page.locator('input[type="search"]').pressSequentially('zzqx', { delay: 20 })
    if ((await answer).status() !== 200) o.faults.push(`the search answers ${(await answer).status()}`)
    await o.page.locator('#found .c-empty').waitFor({ timeout: 10_000 })
    if (o.page.url().includes('zzqx')) o.faults.push('the name stands in the address')
    return closing(o)
  },
  'a first meeting, hours, a skill and a match without scripts': async (browser, origin, widths) => {
    const o = await open(browser, origin, { viewport: widths.wide, locale: 'it', javaScriptEnabled: false })
    const { page, faults } = o
    const save = async (what) => {
      await page.click('.c-form button[type="submit"]')
      const wrong = await refused(page)
      if (wrong) faults.push(`${what}: ${wrong}`)
    }
    await enter(page, origin, 'demo-counsellor-1')
    await page.goto(origin + '/intake/people/new')
    const word = letters()
    await page.fill('#name', `Prova ${word}`)
    await page.selectOption('[name="contact.channel"]', 'email')
    await page.fill('[name="contact.value"]', `${word}@example.org`)
    await page.selectOption('#language', 'fr')
    await page.check('[name="unemployed"][value="yes"]')
    await page.check('[name="inMilan"][value="yes"]')
    await save('the first meeting')
    const id = new URL(page.url()).pathname.split('/')[3]
    await page.goto(`${origin}/intake/people/${id}/availability`)
    await page.fill('#from', '2027-01-11')
    await page.fill('[name="slots.1.0.from"]', '08:00')
    await page.fill('[name="slots.1.0.to"]', '14:00')
    await save('the hours')
    await page.goto(`${origin}/assessment/people/${id}/skills`)
    await page.fill('input[type="search"]', 'lavare i piatti')
    await page.click('.c-search button')
    await page.check('[name="concept"] >> nth=0')
    await page.selectOption('#level', { index: 2 })
    await page.click('form:has(#level) button[type="submit"]')
    const wrong = await refused(page)
    if (wrong) faults.push(`the skill: ${wrong}`)
    if (!(await page.locator('.c-table tbody tr').count())) faults.push('the skill is not in the profile')
    const match = await page.goto(`${origin}/matching/people/${id}`)
    if (match.status() >= 500) faults.push(`the matches answer ${match.status()}`)
    await o.context.close()
    return faults
  },
  ...employer,
  ...counsellor,
  ...faults,
  ...acts,
  ...everybody,
  ...ownfile,
  ...offices,
}
