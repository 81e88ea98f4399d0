// Builds the page assets: one script, one stylesheet per writing direction, fonts, one sprite of the icons in use.
// Names carry a hash of the content; assets.gen.go tells them to Go. Run by scripts/assets.
import { build } from 'esbuild'
import { compileAsync } from 'sass'
import rtlcss from 'rtlcss'
import subsetFont from 'subset-font'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')
const dist = join(here, 'dist')

// The kit's icons that the pages use, by the name that ui.Icon takes.
const icons = {
  info: 'it-info-circle', check: 'it-check-circle', warning: 'it-warning-circle', error: 'it-error',
  search: 'it-search', user: 'it-user', inbox: 'it-inbox', calendar: 'it-calendar', clock: 'it-clock',
  place: 'it-map-marker', settings: 'it-settings', help: 'it-help-circle', file: 'it-file',
  hearing: 'it-hearing', flag: 'it-flag', chart: 'it-chart-line', pencil: 'it-pencil', locked: 'it-locked',
  pa: 'it-pa', exchange: 'it-exchange-circle', external: 'it-external-link', list: 'it-list', plus: 'it-plus-circle',
}

const written = {}

async function write(role, name, extension, content) {
  const bytes = Buffer.from(content)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const file = `${name}-${hash}.${extension}`
  await writeFile(join(dist, file), bytes)
  if (role) written[role] = file
  console.log(`${file.padEnd(44)} ${String(bytes.length).padStart(7)} bytes ${String(gzipSync(bytes).length).padStart(6)} gzipped`)
  return file
}

async function fonts() {
  const titillium = join(modules, 'bootstrap-italia/dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-')
  const noto = join(modules, '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-')
  const faces = []
  for (const [weight, source] of [['400', 'regular'], ['600 700', '600']]) {
    const file = await write('', `titillium-${source}`, 'woff2', await readFile(`${titillium}${source}.woff2`))
    faces.push(`@font-face{font-family:"Titillium Web";font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:U+0000-024F,U+1E00-1EFF,U+2000-206F,U+20A0-20CF,U+2113,U+2122,U+2190-2193,U+2212}`)
  }
  // Letters of Arabic proper with their joined forms, marks, figures and punctuation; Persian and Urdu are left out.
  let letters = '\u200c\u200d\u060c\u061b\u061f\u066a\u066b\u066c\u0670\u0671'
  for (const [first, last] of [[0x0621, 0x0652], [0x0660, 0x0669]]) {
    for (let c = first; c <= last; c++) letters += String.fromCodePoint(c)
  }
  for (const [weight, source] of [['400', '400'], ['600 700', '600']]) {
    const whole = await readFile(`${noto}${source}-normal.woff2`)
    const file = await write('', `noto-arabic-${source}`, 'woff2', await subsetFont(whole, letters, { targetFormat: 'woff2' }))
    faces.push(`@font-face{font-family:"Noto Sans Arabic";font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:U+0600-06FF,U+200C-200D}`)
  }
  return faces.join('\n')
}

async function sprite() {
  const kit = await readFile(join(modules, 'bootstrap-italia/dist/svg/sprites.svg'), 'utf8')
  const symbols = Object.entries(icons).map(([name, id]) => {
    const found = kit.match(new RegExp(`<symbol id="${id}"[^>]*>.*?</symbol>`, 's'))
    if (!found) throw new Error(`the kit has no icon ${id}`)
    return found[0].replace(`id="${id}"`, `id="${name}"`)
  })
  const mark = await readFile(join(here, 'src/icons/mark.svg'), 'utf8')
  const own = (name, box, svg) => symbols.push(`<symbol id="${name}" viewBox="${box}">${svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')}</symbol>`)
  own('mark', '0 0 48 48', mark)
  own('work', '0 0 24 24', await readFile(join(here, 'src/icons/work.svg'), 'utf8'))
  await write('sprite', 'icons', 'svg', `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`)
  await write('icon', 'favicon', 'svg', mark)
  await write('illustration', 'match', 'svg', await readFile(join(here, 'src/icons/match.svg'), 'utf8'))
}

async function styles(fontFaces) {
  const silent = { warn() {}, debug() {} } // the kit's own deprecations are not ours to mend
  const { css } = await compileAsync(join(here, 'src/scss/celav.scss'), { loadPaths: [join(modules, 'bootstrap-italia/src/scss')], logger: silent })
  const minify = async (code) => {
    const out = await build({ stdin: { contents: code, loader: 'css' }, minify: true, write: false, target: ['chrome100', 'firefox100', 'safari15'], legalComments: 'none' })
    return out.outputFiles[0].text
  }
  const licence = '/*! CeLav, EUPL-1.2. Contains Bootstrap Italia (BSD-3-Clause). Fonts: SIL OFL 1.1. See LICENSES.txt. */\n'
  await write('stylesheet', 'celav', 'css', licence + fontFaces + '\n' + await minify(css))
  await write('stylesheetRTL', 'celav-rtl', 'css', licence + fontFaces + '\n' + await minify(rtlcss.process(css)))
}

async function script() {
  const out = await build({
    entryPoints: [join(here, 'src/celav.js')], bundle: true, minify: true, write: false, format: 'iife',
    target: ['chrome100', 'firefox100', 'safari15'], legalComments: 'none',
    banner: { js: '/*! CeLav, EUPL-1.2. Contains htmx (0BSD). See LICENSES.txt. */' },
  })
  await write('script', 'celav', 'js', out.outputFiles[0].text)
}

async function licences() {
  const parts = []
  for (const [title, file] of [
    ['Bootstrap Italia', 'bootstrap-italia/LICENSE'], ['htmx', 'htmx.org/LICENSE'],
    ['Titillium Web', 'bootstrap-italia/dist/fonts/Titillium_Web/OFL.txt'], ['Noto Sans Arabic', '@fontsource/noto-sans-arabic/LICENSE'],
  ]) parts.push(`${title}\n${'='.repeat(title.length)}\n\n${await readFile(join(modules, file), 'utf8')}`)
  await writeFile(join(dist, 'LICENSES.txt'), parts.join('\n\n'))
}

await rm(dist, { recursive: true, force: true })
await mkdir(dist, { recursive: true })
await styles(await fonts())
await script()
await sprite()
await licences()
const lines = Object.entries(written).sort().map(([role, file]) => [`${role}Asset`, file])
const width = Math.max(...lines.map(([name]) => name.length))
await writeFile(join(here, '../assets.gen.go'),
  '// Code generated by pkg/ui/assets/build.mjs. DO NOT EDIT.\n\npackage ui\n\nconst (\n' +
  lines.map(([name, file]) => `\t${name.padEnd(width)} = ${JSON.stringify(file)}\n`).join('') + ')\n')
