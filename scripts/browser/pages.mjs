// What the walk cannot find by following links, and what it must not count as a page.

// Who signs in: the role, and the text of its button on the development provider's page by its value.
export const visitors = [
  { role: 'nobody' },
  { role: 'counsellor', subject: 'demo-counsellor-1' },
  { role: 'coordinator', subject: 'demo-coordinator' },
  { role: 'employer', subject: 'demo-employer' },
  { role: 'partner', subject: 'demo-partner' },
  { role: 'reviewer', subject: 'demo-reviewer' },
  { role: 'auditor', subject: 'demo-auditor' },
  { role: 'person', subject: 'demo-person' },
  { role: 'operator', subject: 'demo-operator' },
]

// Pages that no link leads to: failures must look right too. A visitor's own list is added to what is found.
export const declared = [
  { role: 'nobody', path: '/no-such-page', status: 404 },
  { role: 'nobody', path: '/sign-in', note: 'the development provider’s page' },
  { role: 'nobody', path: '/sign-out', note: 'where signing out leads' },
  { role: 'person', path: '/intake/people', status: 403 },
  { role: 'reviewer', path: '/outreach/register', note: 'the first page leads here, past the sign-in' },
  { role: 'reviewer', path: '/outreach/invitations/nobody-has-made-this-one', status: 404 },
  { role: 'nobody', path: '/outreach/consultation/visits/nobody-has-made-this-one', status: 404 },
  { role: 'nobody', path: '/intake/answers/nobody-has-made-this-one', status: 404 },
  { role: 'nobody', path: '/matching/calendar/nobody-has-made-this-one', status: 404 },
  { role: 'nobody', path: '/matching/answers/nobody-has-made-this-one', status: 404 },
  { role: 'nobody', path: '/intake/link', note: 'where a personal link leads; without one' },
  { role: 'nobody', path: '/matching/sign', note: 'where a link to sign a paper leads; without one' },
  { role: 'person', path: '/home', note: 'the front page of who has other roles too' },
  { role: 'counsellor', path: '/home', note: 'where the language switch of the front page comes back to' },
]

// GET routes that are no pages: they answer with a redirect, a part of a page or a file.
export const notPages = ['/matching/calendar/:token', '/intake/cohorts/:id/errors.csv', '/sign-in', '/sign-in/callback', '/intake/link/:token', '/assessment/people/:id/cv/pdf', '/assessment/people/:id/cv/europass', '/matching/runs/:run/sheet.pdf', '/matching/runs/:run/sheet.json', '/matching/sign/:token', '/matching/traineeships/:id/papers/:version/paper.pdf', '/matching/assignment/people/:id/prices', '/matching/fairness/table.csv', '/matching/fairness/table.json', '/matching/grants/exports/:export/csv', '/matching/grants/exports/:export/xlsx']

export const languages = ['it', 'ar']
export const widths = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }
