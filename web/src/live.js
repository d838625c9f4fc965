import htmx from 'htmx.org/dist/htmx.esm.min.js'

/**
 * Keeps a page fresh: <body data-stream="…"> names a stream of server-sent events; at each `changed` event every part
 * with `data-live` and an id is fetched again from the page's own address and replaced in place. What somebody is typing
 * into is left alone.
 */
export function watchLive() {
  const address = document.body.dataset.stream
  if (!address) return
  let due
  const stream = new EventSource(address)
  stream.addEventListener('changed', () => {
    clearTimeout(due)
    due = setTimeout(refresh, 300) // several events of one transaction make one request
  })
  window.addEventListener('pagehide', () => stream.close())
}

function refresh() {
  for (const part of document.querySelectorAll('[data-live][id]')) {
    if (part.contains(document.activeElement) && document.activeElement.matches('input, select, textarea')) continue
    const select = `#${CSS.escape(part.id)}`
    htmx.ajax('GET', location.pathname + location.search, { target: select, select, swap: 'outerMorph' })
  }
}
