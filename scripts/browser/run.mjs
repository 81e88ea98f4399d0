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

async function visit(page, faults, visitor, { path, status }, lang) {
  const reports = []
  let first = true
  for (const [size, viewport] of Object.entries(widths)) {
    const mine = faults.splice(0)
    try {
      await page.setViewportSize(viewport)
      if (first) {
        const answer = await page.goto(origin + path)
        if (answer.status() !== (status ?? 200)) mine.push(`status ${answer.status()}, not ${status ?? 200}`)
        first = false
      }
      mine.push(...await inspect(page, { lang, phone: size === 'phone', axe: await axeHere(page, lang, size) }))
      if (options.screenshots) {
        const name = `${visitor.role}${kind(path.split('?')[0], routes).replaceAll(/[/:]+/g, '-')}-${lang}-${size}`.replace('--', '-')
        await page.screenshot({ path: `${options.screenshots}/${name}.png`, fullPage: true, caret: 'initial' })
      }
    } catch (e) {
      mine.push(`could not be visited: ${e.message.split('\n')[0]}`)
    }
    mine.push(...faults.splice(0))
    reports.push([`${visitor.role} ${path} ${lang} ${size}`, mine])
  }
  for (const r of reports) report(...r)
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

// visitAll opens each page once per language, side by side, and looks at it at every width.
async function visitAll(visitor, state, pages) {
  await Promise.all(languages.map(async (lang) => {
    const context = await browser.newContext({ storageState: state, locale: lang })
    await context.addInitScript(listenForViolations)
    await context.addCookies([{ name: 'celav_lang', value: lang, url: origin }])
    const page = await context.newPage() // one for all: starting a page costs more than showing it
    const faults = watch(page, origin)
    for (const wanted of pages) await visit(page, faults, visitor, wanted, lang)
    await context.close()
  }))
}

if (options.screenshots) await mkdir(options.screenshots, { recursive: true })
try {
  for (const visitor of visitors) {
    if (options.role && !options.role.split(',').includes(visitor.role)) continue
    const context = await browser.newContext({ viewport: widths.wide, locale: 'it' })
    try {
      if (visitor.subject) await signIn(context, visitor.subject)
    } catch (e) {
      report(`${visitor.role} signs in`, [e.message.split('\n')[0]])
      await context.close()
      continue
    }
    const page = await context.newPage()
    const own = declared.filter((d) => d.role === visitor.role)
    const { pages: found, files } = await walk(page, origin, ['/'], routes)
    for (const file of files) unseen.delete(file)
    const state = await context.storageState()
    await context.close()
    const pages = found.filter(({ path }) => !own.some((d) => d.path === path)).concat(own)
    for (const { path } of pages) unseen.delete(kind(path.split('?')[0], routes))
    await visitAll(visitor, state, pages.filter(isNew))
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
