// Stops with one sentence on a Node that cannot run this. Old syntax only: an old Node must get as far as the sentence.
// The floor is where `require` reads ES modules without a flag, which the build needs; odd versions above 22 have it too.
export function nodeProblem(version) {
  var have = version.split('.').map(Number)
  var isEnough = have[0] === 20 ? have[1] >= 19 : have[0] === 22 ? have[1] >= 12 : have[0] >= 24
  return isEnough
    ? null
    : 'Parley needs Node 20.19 or newer, 22.12 or newer, or 24, and this is Node ' + version + '. Get one from https://nodejs.org and run this again.'
}

var problem = nodeProblem(process.versions.node)
if (problem) {
  console.error(problem)
  process.exit(1)
}
