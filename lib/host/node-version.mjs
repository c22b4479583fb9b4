// Stops with one sentence on a Node that cannot run this. Old syntax only.
var have = process.versions.node.split('.').map(Number)
if (have[0] < 20 || (have[0] === 20 && have[1] < 9)) {
  console.error('Parley needs Node 20.9 or newer, and this is Node ' + process.versions.node + '. Get one from https://nodejs.org and run this again.')
  process.exit(1)
}
