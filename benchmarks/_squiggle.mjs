// The model of benchmarks/roi.py in Squiggle: node _squiggle.mjs NODE_MODULES INPUTS POINTS YEARS RUNS; prints one JSON object.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = path.resolve(process.argv[2]);
const [inputs, points, years, runs] = process.argv.slice(3).map(Number);
const entry = createRequire(path.join(folder, "here.js")).resolve("@quri/squiggle-lang");
const { version } = JSON.parse(readFileSync(path.join(folder, "@quri/squiggle-lang/package.json")));
const { run } = await import(pathToFileURL(entry));

const rows = [...Array(inputs - 2).keys()];
const sum = (parity) => rows.filter((n) => n % 2 === parity).map((n) => `r${n}`).join(" + ");
const code = [
  ...rows.map((n) => `r${n} = 40 to 110`),
  "success = Sym.bernoulli(0.7) * Sym.bernoulli(0.8)",
  `yearly = (${sum(0)}) * success - (${sum(1)})`,
  `npv = ${[...Array(years).keys()].map((year) => `yearly / 1.1 ^ ${year + 1}`).join(" + ")}`,
  "[mean(npv), quantile(npv, 0.1), quantile(npv, 0.5), quantile(npv, 0.9)]",
].join("\n");

const times = [];
let figures;
for (let number = 0; number <= runs; number++) {
  const start = process.cpuUsage();
  const { result } = await run(code, { environment: { sampleCount: points, xyPointLength: 1000, seed: `${number}` } });
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1000);
  if (!result.ok) throw new Error(String(result.value));
  figures = JSON.parse(String(result.value.result));
}
times.shift();
times.sort((a, b) => a - b);
console.log(JSON.stringify({ name: `Squiggle ${version}, node ${process.versions.node}`, milliseconds: times[times.length >> 1], figures }));
