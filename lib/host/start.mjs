#!/usr/bin/env node
// `npm start` on a machine with Node and npm and nothing else. Old syntax only: an old Node must get as far as the sentence.
import './node-version.mjs'

import('./steps.mjs')
  .then(function (steps) {
    return steps.start()
  })
  .catch(function (e) {
    console.error(e && e.plain ? e.message : e)
    process.exit(1)
  })
