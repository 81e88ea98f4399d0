// Visits every page of a running suite as every role, in Italian and Arabic, on a wide screen and on a phone.
//
//   node run.mjs --base http://127.0.0.1:8080 [--routes FILE] [--screenshots DIR] [--role ROLE,…] [--chromium PATH]
//
// FILE lists the suite's GET page routes, one a line ("/intake/people/:id"); a route that nobody visits is a failure.
import { chromium } from 'playwright-core'
import { mkdir, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { declared, languages, notPages, visitors, widths } from './pages.mjs'
import { looked } from './clicks.mjs'
import { journeys } from './journeys.mjs'
import { inspect, listenForViolations, structure, watch } from './visit.mjs'
import { kind, walk } from './walk.mjs'

const { values: options } = parseArgs({ options: {
  base: { type: 'string', default: 'http://127.0.0.1:8080' },
  routes: { type: 'string' }, screenshots: { type: 'string' }, role: { type: 'string' },
  chromium: { type: 'string', default: '/usr/bin/chromium' },
} })
const origin = new URL(options.base).origin
const routes = options.routes ? (await readFile(options.routes, 'utf8')).split('\n').map((l) => l.trim().replace(/^GET\s+/, '')).filter(Boolean) : []
const unseen = new Set(routes.filter((r) => !notPages.includes(r)))
let passed = 0
let failed = 0

function report(title, faults) {
  if (faults.length) failed++
  else passed++
  console.log(`${faults.length ? 'FAIL' : 'ok  '} ${title}`)
  for (const fault of faults) console.log(`       ${fault}`)
}

const browser = await chromium.launch({ executablePath: options.chromium, args: ['--no-sandbox'] })

// signIn clicks through the development provider's page as a person would.
async function signIn(context, subject) {
  const page = await context.newPage()
  await page.goto(origin + '/?lang=it')
  await page.click('a[href^="/sign-in"]')
  await page.click(`button[value="${subject}"]`)
  await page.waitForURL((url) => url.origin === origin && !url.pathname.startsWith('/oidc'))
  if (!(await page.locator('form[action="/sign-out"]').count())) throw new Error(`${subject} is not signed in`)
  await page.close()
}

// Axe is slow, and a page that two roles see alike needs it once: it runs on the first page of each build in each
// language, Italian on the wide screen and Arabic on the phone. Everything else is looked at on every page and width.
const axed = new Set()

async function axeHere(page, lang, size) {
  if ((lang === 'ar') !== (size === 'phone')) return false
  const build = `${lang} ${await structure(page)}`
  if (axed.has(build)) return false
  axed.add(build)
  return true
}

// look says of the open page what is wrong with it at each width.
async function look(page, faults, title, path, lang, status, wanted = 200) {
  for (const [size, viewport] of Object.entries(widths)) {
    const mine = faults.splice(0)
    if (status !== wanted && size === 'wide') mine.push(`status ${status}, not ${wanted}`)
    try {
      await page.setViewportSize(viewport)
      mine.push(...await inspect(page, { lang, phone: size === 'phone', axe: await axeHere(page, lang, size) }))
      if (options.screenshots) {
        const name = `${title}${kind(path.split('?')[0], routes).replaceAll(/[/:]+/g, '-')}-${lang}-${size}`.replace('--', '-')
        await page.screenshot({ path: `${options.screenshots}/${name}.png`, fullPage: true, caret: 'initial' })
      }
    } catch (e) {
      mine.push(`could not be looked at: ${e.message.split('\n')[0]}`)
    }
    mine.push(...faults.splice(0))
    report(`${title} ${path} ${lang} ${size}`, mine)
  }
  await page.setViewportSize(widths.wide)
}

// visit opens a page and looks at it.
async function visit(page, faults, title, { path, status }, lang) {
  try {
    const answer = await page.goto(origin + path)
    await look(page, faults, title, path, lang, answer.status(), status)
  } catch (e) {
    report(`${title} ${path} ${lang}`, [`could not be visited: ${e.message.split('\n')[0]}`])
  }
}

// A page that an earlier visitor has seen, of the same route and built alike, was looked at then: other names and numbers
// change nothing that is looked for.
const seen = new Set()
let alike = 0

function isNew({ build }) {
  if (build && seen.has(build)) {
    alike++
    return false
  }
  seen.add(build)
  return true
}

// opened is a page of a context in which all of a visitor's pages are looked at: starting one costs more than showing it.
async function opened(context, lang) {
  await context.addInitScript(listenForViolations)
  await context.addCookies([{ name: 'celav_lang', value: lang, url: origin }])
  const page = await context.newPage()
  return { page, faults: watch(page, origin) }
}

// explore follows a visitor's links, and looks at each new page in the first language where it was found; another page
// looks at it in the second meanwhile.
async function explore({ role, subject }) {
  const [first, second] = languages
  const context = await browser.newContext({ viewport: widths.wide, locale: first })
  let other
  try {
    if (subject) await signIn(context, subject)
    const own = declared.filter((d) => d.role === role)
    const here = await opened(context, first)
    other = await browser.newContext({ storageState: await context.storageState(), viewport: widths.wide, locale: second })
    const there = await opened(other, second)
    let following = Promise.resolve()
    const { pages, files } = await walk(here.page, origin, ['/'], routes, async (one, status) => {
      if (own.some((d) => d.path === one.path) || !isNew(one)) {
        const seenAgain = here.faults.splice(0)
        if (seenAgain.length) report(`${role} ${one.path} ${first}`, seenAgain)
        return
      }
      following = following.then(() => visit(there.page, there.faults, role, one, second))
      await look(here.page, here.faults, role, one.path, first, status)
    })
    await following
    for (const one of own.filter(isNew)) {
      await Promise.all([visit(here.page, here.faults, role, one, first), visit(there.page, there.faults, role, one, second)])
    }
    for (const file of files) unseen.delete(file)
    for (const { path } of pages.concat(own)) unseen.delete(kind(path.split('?')[0], routes))
  } finally {
    await other?.close()
    await context.close()
  }
}

if (options.screenshots) await mkdir(options.screenshots, { recursive: true })
try {
  for (const visitor of visitors) {
    if (options.role && !options.role.split(',').includes(visitor.role)) continue
    try {
      await explore(visitor)
    } catch (e) {
      report(`${visitor.role} looks around`, [e.message.split('\n')[0]])
    }
  }
  if (!options.role) {
    for (const [title, journey] of Object.entries(journeys)) {
      try {
        report(title, await journey(browser, origin, widths))
      } catch (e) {
        report(title, [e.message.split('\n')[0]])
      }
    }
    for (const path of looked) unseen.delete(kind(path, routes)) // what stands behind an act
    for (const route of unseen) report(`route ${route}`, ['no visitor reaches this page: link it or declare it in pages.mjs'])
  }
} finally {
  await browser.close()
}
console.log(`${alike} pages were built as an earlier visitor's`)
console.log(`axe ran on ${axed.size} pages of different build`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed || !passed ? 1 : 0
