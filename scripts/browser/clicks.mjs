// What somebody at a browser does: sign in, follow a link by its words, fill in a form, press a button.
import { inspect, listenForViolations, watch } from './visit.mjs'

// looked collects the addresses that a way through the suite has looked at with the eyes of visit.mjs.
export const looked = new Set()

export async function open(browser, origin, settings) {
  const context = await browser.newContext(settings)
  await context.addInitScript(listenForViolations)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return { browser, origin, settings, context, page, faults: watch(page, origin) }
}

export async function closing({ context, page, faults }) {
  for (const v of await page.evaluate(() => window.celavViolations ?? []).catch(() => [])) faults.push(`security policy: ${v}`)
  await context.close()
  return faults
}

// enter signs in by the links that the first page offers.
export async function enter(page, origin, subject) {
  await page.goto(origin + '/')
  await page.click('a[href^="/sign-in"]')
  await choose(page, origin, subject)
}

// choose takes a user on the development provider's page.
export async function choose(page, origin, subject) {
  await page.click(`button[value="${subject}"]`)
  await page.waitForURL((url) => url.origin === origin && !url.pathname.startsWith('/oidc'))
}

// visitor opens a browser and signs in.
export async function visitor(browser, origin, widths, subject) {
  const o = await open(browser, origin, { viewport: widths.wide, locale: 'it' })
  await enter(o.page, origin, subject)
  return o
}

// refused is what a form's page says when it did not accept the form.
export async function refused(page) {
  const summary = page.locator('.c-summary')
  return (await summary.count()) ? (await summary.innerText()).replaceAll('\n', ' ') : ''
}

// follow clicks the first link of these words, in the whole page or a part of it, and is there when the page is.
export async function follow(o, words, within = 'body') {
  const link = o.page.locator(within).getByRole('link', { name: words, exact: true }).first()
  const from = o.page.url()
  const leaves = new URL(await link.getAttribute('href'), from).href.split('#')[0] !== from.split('#')[0]
  await link.click()
  if (leaves) await o.page.waitForURL((url) => url.href !== from)
}

// press clicks a button; what the form then complains about is a fault.
export async function press(o, words) {
  await o.page.getByRole('button', { name: words, exact: true }).first().click()
  const wrong = await refused(o.page)
  if (wrong) o.faults.push(`${words}: ${wrong}`)
}

// unfold opens what stands behind a title.
export async function unfold(o, words) {
  await o.page.locator('summary', { hasText: words }).first().click()
}

// fill writes into fields by their names: text, a choice, a tick.
export async function fill(o, values, within = 'body') {
  for (const [name, value] of Object.entries(values)) {
    const field = o.page.locator(within).locator(`[name="${name}"]:not([type="hidden"])`)
    const kind = await field.first().evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type))
    if (kind === 'select') await field.first().selectOption(value)
    else if (kind === 'radio') await (typeof value === 'number' ? field.nth(value) : field.and(o.page.locator(`[value="${value}"]`))).check()
    else if (kind === 'checkbox') await field.first().setChecked(value)
    else await field.first().fill(value)
  }
}

// says expects words on the page.
export async function says(o, words, where = 'main') {
  const text = (await o.page.locator(where).first().innerText()).replace(/\s+/g, ' ')
  if (!text.includes(words)) o.faults.push(`${new URL(o.page.url()).pathname} does not say "${words}"`)
}

// withoutScripts does something on the present page as a browser without scripts does, and goes on where that led.
export async function withoutScripts(o, what) {
  const context = await o.browser.newContext({ ...o.settings, javaScriptEnabled: false, storageState: await o.context.storageState() })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(o.page.url())
    await what({ ...o, context, page })
    await o.page.goto(page.url())
  } finally {
    await context.close()
  }
}

// look inspects the present page as the walk inspects every page: both languages, both widths.
export async function look(o, widths) {
  const address = o.page.url()
  looked.add(new URL(address).pathname)
  for (const lang of ['ar', 'it']) {
    await o.context.addCookies([{ name: 'celav_lang', value: lang, url: o.origin }])
    await o.page.goto(address)
    for (const [size, viewport] of Object.entries(widths)) {
      await o.page.setViewportSize(viewport)
      const faults = await inspect(o.page, { lang, phone: size === 'phone', axe: (lang === 'ar') === (size === 'phone') })
      o.faults.push(...faults.map((f) => `${new URL(address).pathname} ${lang} ${size}: ${f}`))
    }
  }
  await o.page.setViewportSize(widths.wide)
}

// inDays is a day as a date field takes it.
export function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

// letters make a word that nobody else has.
export function letters(n = 8) {
  return Array.from({ length: n }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('')
}
