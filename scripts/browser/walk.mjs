// Finds the pages of a visitor: follows every link of this origin, once per kind of page.
import { structure } from './visit.mjs'

// kind tells which route a path belongs to: the suite's own pattern when the routes are known, otherwise the
// path with its identifiers taken out.
export function kind(path, routes) {
  const parts = path.split('/')
  const fits = routes.filter((r) => {
    const p = r.split('/')
    return p.length === parts.length && p.every((s, i) => s.startsWith(':') || s === parts[i])
  })
  fits.sort((a, b) => (a.match(/:/g) ?? []).length - (b.match(/:/g) ?? []).length)
  if (fits.length) return fits[0]
  return parts.map((s) => (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(s) || /^[a-z]+:/.test(decodeURIComponent(s)) ? ':id' : s)).join('/')
}

// walk shows each page that it finds, with how it is built (empty for a failure) and its status, while it is open; and
// returns the pages and the kinds of links that gave a file.
export async function walk(page, origin, start, routes, show) {
  const found = new Map() // kind → path with query and build
  const waiting = [...start]
  while (waiting.length && found.size < 200) {
    const path = waiting.shift()
    const url = new URL(path, origin)
    const name = kind(url.pathname, routes)
    if (found.has(name)) continue
    const one = { path: url.pathname + url.search, build: '' }
    found.set(name, one)
    let answer
    try {
      answer = await page.goto(url.href)
    } catch (e) {
      if (!e.message.includes('Download is starting')) throw e
      found.set(name, null) // a file, not a page
      continue
    }
    const type = answer?.headers()['content-type'] ?? ''
    const shown = answer && answer.status() < 400 && type.includes('html')
    if (shown) one.build = `${name} ${await structure(page)}`
    await show(one, answer?.status())
    if (!shown) continue
    const links = await page.$$eval('a[href]', (all) => all.filter((a) => !a.hasAttribute('download')).map((a) => a.href))
    for (const link of links) {
      const next = new URL(link)
      if (next.origin !== origin || next.searchParams.has('lang') || next.searchParams.has('language')) continue
      if (next.pathname === '/sign-in' || next.pathname.startsWith('/assets/') || next.pathname.startsWith('/oidc/')) continue
      if (!found.has(kind(next.pathname, routes))) waiting.push(next.pathname + next.search)
    }
  }
  return { pages: [...found.values()].filter(Boolean), files: [...found.keys()].filter((name) => !found.get(name)) }
}
