// Real browsers against a running demo city: node run.mjs http://127.0.0.1:8000
// Ends with `browser: N passed, N failed`.
import { Complaints, Tests, start } from "./lib.mjs";
import { plan } from "./plan.mjs";
import { rounds } from "./rounds.mjs";
import { walk } from "./walk.mjs";

const origin = process.argv[2];
if (!origin) {
  console.error("node run.mjs http://127.0.0.1:8000");
  process.exit(2);
}
const only = process.argv[3] ?? "";

const browser = await start();
const tests = new Tests();
const house = { browser, origin };
try {
  for (const [name, body] of [...walk(house), ...plan(house), ...rounds(house)]) {
    if (!name.includes(only)) continue;
    await tests.run(name, async () => {
      const complaints = new Complaints();
      await body(complaints);
      if (complaints.list.length) throw new Error(`${complaints.list.length} complaints on ${complaints.seen} pages\n${complaints.list.slice(0, 40).join("\n")}`);
    });
  }
} finally {
  await browser.close();
}
console.log(`browser: ${tests.passed} passed, ${tests.failed} failed`);
process.exit(tests.failed ? 1 : 0);
