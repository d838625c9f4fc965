// Real browsers against a running demo city: node run.mjs http://127.0.0.1:8000
// Ends with `browser: N passed, N failed`.
import { booking } from "./booking.mjs";
import { Complaints, Person, Tests, start } from "./lib.mjs";
import { plan } from "./plan.mjs";
import { rounds } from "./rounds.mjs";
import { walk } from "./walk.mjs";

const origin = process.argv[2];
if (!origin) {
  console.error("node run.mjs http://127.0.0.1:8000");
  process.exit(2);
}
const only = process.argv[3] ?? "";

/** Moves the demo's clock to nine o'clock of the next working day: at night and at weekends nobody is asked. */
async function morning() {
  const guest = await Person.at(browser, origin, new Complaints());
  await guest.open("/dev/clock");
  const form = guest.form("/dev/clock");
  const day = new Date(`${await form.locator("[name=date]").inputValue()}T12:00:00Z`);
  do day.setUTCDate(day.getUTCDate() + 1);
  while ([0, 6].includes(day.getUTCDay()));
  await guest.fill(form, { date: day.toISOString().slice(0, 10), time: "09:00" });
  await guest.press(form, null);
  if (!(await guest.text()).includes("09:00")) throw new Error(`the demo's clock stands still: ${await guest.text()}`);
  await guest.leave();
}

const browser = await start();
const tests = new Tests();
const house = { browser, origin };
try {
  await morning();
  for (const [name, body] of [...walk(house), ...plan(house), ...rounds(house), ...booking(house)]) {
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
