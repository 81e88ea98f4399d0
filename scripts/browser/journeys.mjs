// Ways through the suite by real clicks and keys. Each returns what went wrong.
import { listenForViolations, watch } from './visit.mjs'

async function open(browser, origin, settings) {
  const context = await browser.newContext(settings)
  await context.addInitScript(listenForViolations)
  const page = await context.newPage()
  return { context, page, faults: watch(page, origin) }
}

async function closing({ context, page, faults }) {
  for (const v of await page.evaluate(() => window.celavViolations ?? []).catch(() => [])) faults.push(`security policy: ${v}`)
  await context.close()
  return faults
}

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
}
