// Opens one page as one visitor and says everything that is wrong with it.
import { AxeBuilder } from '@axe-core/playwright'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

// watch notes what a browser complains about while a page is open.
export function watch(page, origin) {
  const faults = []
  page.on('console', (m) => {
    // The browser's own line about the status of a page that is meant to be a failure is no fault of the page.
    if (m.type() === 'error' && !m.text().startsWith('Failed to load resource: the server responded with a status of 4')) faults.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => faults.push(`script: ${e.message}`))
  page.on('request', (r) => {
    if (!r.url().startsWith(origin) && !r.url().startsWith('data:')) faults.push(`external request: ${r.url()}`)
  })
  page.on('response', (r) => {
    if (r.status() >= 400 && r.request().resourceType() !== 'document') faults.push(`${r.status()} for ${new URL(r.url()).pathname}`)
  })
  return faults
}

// Runs in every page before its own scripts.
export function listenForViolations() {
  window.celavViolations = []
  document.addEventListener('securitypolicyviolation', (e) => window.celavViolations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}`))
}

// structure tells how a page is built, without its texts: the elements in order with what matters to axe, repeated
// rows once. Two pages of one structure have the same faults.
export async function structure(page) {
  return page.evaluate(() => {
    const line = (e) => [e.tagName, e.getAttribute('class'), e.getAttribute('role'), e.getAttribute('type'), [...e.attributes].filter((a) => a.name.startsWith('aria-')).map((a) => a.name).join(), e.id === '' ? '' : 'id'].join('|')
    const build = (e) => {
      const children = [...e.children].map(build)
      return `${line(e)}(${children.filter((c, i) => c !== children[i - 1]).join('')})`
    }
    return build(document.documentElement)
  })
}

export async function inspect(page, { lang, phone, axe = true }) {
  const faults = []
  const seen = await page.evaluate(() => ({
    violations: window.celavViolations ?? [],
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    headings: document.querySelectorAll('h1').length,
    width: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
    wide: [...document.querySelectorAll('main *, header *, footer *')].filter((e) => {
      const r = e.getBoundingClientRect()
      return r.width > 0 && (r.right > innerWidth + 1 || r.left < -1) && getComputedStyle(e).clipPath === 'none'
    }).slice(0, 3).map((e) => `${e.tagName.toLowerCase()}.${e.className}`),
    ids: (document.body.innerText.match(/\b(?:ui|intake|assessment|matching|outreach)\.[a-z][\w-]*(?:\.[\w-]+)+/g) ?? []).slice(0, 3),
    styled: document.querySelectorAll('[style]').length,
  }))
  for (const v of seen.violations) faults.push(`security policy: ${v}`)
  if (seen.lang !== lang) faults.push(`lang is "${seen.lang}", not "${lang}"`)
  if (seen.dir !== (lang === 'ar' ? 'rtl' : 'ltr')) faults.push(`dir is "${seen.dir}"`)
  if (seen.headings !== 1) faults.push(`${seen.headings} headings of the first level`)
  if (phone && seen.width > seen.room) faults.push(`wider than the phone: ${seen.width} > ${seen.room} (${seen.wide.join(', ')})`)
  if (seen.ids.length) faults.push(`text without translation: ${seen.ids.join(', ')}`)
  if (seen.styled) faults.push(`${seen.styled} elements with style=`)
  if (axe) {
    // No page has frames; without them the results need no page of their own. What passes need not be described.
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(standards).setLegacyMode().analyze()
    for (const v of violations) {
      const nodes = v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')} (${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''})`)
      faults.push(`axe ${v.id}: ${v.help}: ${nodes.join('; ')}`)
    }
  }
  return faults
}
