// The coordination has next week planned, looks at it, and sends one offer: with scripts in German, without in English.
import { Person } from "./lib.mjs";
import { ROLES } from "./roles.mjs";

/** Plans as `[name, body]`. */
export function plan({ browser, origin }) {
  return [
    ["next weeks are planned and an offer is sent (de)", (complaints) => planAndSend(browser, origin, complaints, { locale: "de", js: true })],
    ["next weeks are planned and an offer is sent (en, without scripts)", (complaints) => planAndSend(browser, origin, complaints, { locale: "en", js: false })],
  ];
}

const PICTURES = process.env.PLAN_PICTURES;

async function picture(person, name) {
  if (!PICTURES) return;
  const before = person.page.viewportSize();
  for (const width of [1280, 360]) {
    await person.page.setViewportSize({ width, height: 900 });
    await person.page.screenshot({ path: `${PICTURES}/${name}-${person.locale}-${width}.png`, fullPage: true });
  }
  await person.page.setViewportSize(before);
}

/** Reads the page until it no longer says that work goes on. */
async function settles(person) {
  for (let turn = 0; turn < 60; turn++) {
    if ((await person.page.locator("main progress").count()) === 0) return;
    await person.page.waitForTimeout(1000);
    if (!person.js) await person.page.reload({ waitUntil: "load" });
  }
  throw new Error("nobody finishes the plan");
}

async function planAndSend(browser, origin, complaints, way) {
  const person = await Person.at(browser, origin, complaints, way);
  await person.logIn(ROLES.find((role) => role.name === "coordination")[way.locale]);
  await person.open("/plans");
  await person.look();
  await picture(person, "plans");
  const ask = person.form("/plans");
  const first = await ask.locator("[name=from]").inputValue();
  const last = new Date(new Date(first).getTime() + 20 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  // The other way round it is refused, and what was typed stays.
  await person.fill(ask, { from: last, to: first, seconds: "3" });
  await person.press(ask, null);
  if ((await person.page.locator("[role=alert]").count()) === 0) throw new Error("days the wrong way round are not refused");
  if ((await ask.locator("[name=from]").inputValue()) !== last) complaints.add(person.where(), "forgets what was typed");
  await person.look();
  await person.fill(ask, { from: first, to: last, seconds: "3" });
  await person.press(ask, null);
  if (!/^\/plans\/[0-9a-f-]{36}$/.test(new URL(person.page.url()).pathname)) throw new Error(`not planned: ${await person.page.locator("main").innerText()}`);
  await person.look();
  await picture(person, "plan-running");
  await settles(person);
  await person.look();
  await picture(person, "plan");
  const boxes = person.page.locator("input[name=session]");
  if ((await boxes.count()) > 0) {
    const session = await boxes.first().getAttribute("value");
    await boxes.first().check({ force: true });
    await person.page.locator("button[name=which][value=chosen]").click();
    await person.page.waitForLoadState("load");
    await settles(person);
    await person.look();
    await picture(person, "plan-sent");
    if ((await person.page.locator(`input[name=session][value="${session}"]`).count()) > 0) complaints.add(person.where(), "what was sent can be sent again");
  }
  await person.leave();
}
