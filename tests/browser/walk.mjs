// Bookings through real browsers. What needs a session that is over is done with one of those that the demo's year has left behind. Once with scripts in German, once without in English.
import { Person } from "./lib.mjs";
import { ROLES } from "./roles.mjs";

const label = (name, locale) => ROLES.find((role) => role.name === name)[locale];

/** Walks as `[name, body]`. */
export function walk({ browser, origin }) {
  const ways = [
    { locale: "de", js: true },
    { locale: "en", js: false },
  ];
  return ways.flatMap((way) => {
    const title = `${way.locale}${way.js ? "" : ", without scripts"}`;
    const as = async (name, complaints) => {
      const person = await Person.at(browser, origin, complaints, way);
      await person.logIn(label(name, way.locale));
      return person;
    };
    const guest = (complaints) => Person.at(browser, origin, complaints, way);
    return [
      [`a booking from the request to the yes (${title})`, (complaints) => requestToYes(as, guest, complaints)],
      [`a timesheet is recorded and confirmed (${title})`, (complaints) => recordAndConfirm(as, complaints)],
      [`a claim is certified by two (${title})`, (complaints) => certify(as, complaints)],
      [`a month is closed, ordered, handed over (${title})`, (complaints) => closeAndPay(as, complaints)],
    ];
  });
}

/** The next Thursday at least a week ahead, as browsers type it. */
function aWeekAhead() {
  const day = new Date(Date.now() + 8 * 24 * 3600 * 1000);
  while (day.getDay() !== 4) day.setDate(day.getDate() + 1);
  return day.toISOString().slice(0, 10);
}

async function requestToYes(as, guest, complaints) {
  const worker = await as("case worker", complaints);
  await worker.open("/requests/new");
  await worker.look();
  const form = worker.form("/requests/new");
  // Nothing typed: the page says what is missing and keeps what stands there.
  await form.locator("button[type=submit]:not([name])").first().click();
  await worker.page.waitForLoadState("load");
  if ((await worker.page.locator("#error-summary, [role=alert], .kern-alert--danger").count()) === 0) throw new Error("an empty form is not refused");
  await worker.look();
  const offices = await form.locator("[name=office] option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  if (offices.length) await form.locator("[name=office]").selectOption(offices[0]);
  const profiles = await form.locator("[name=profile] option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  await worker.fill(form, { language: "ar", date: aWeekAhead(), from: "10:00", to: "11:00", delivery: "on_site", address: "Wilhelmstraße 3, 70182 Stuttgart", district: "mitte", remark: "<b>Bitte klingeln</b>" });
  await form.locator("[name=profile]").selectOption(profiles[0]);
  await worker.press(form, null);
  const request = new URL(worker.page.url()).pathname;
  if (!/^\/requests\/[0-9a-f-]{36}$/.test(request)) throw new Error(`not booked: ${await worker.text()}`);
  if (!(await worker.text()).includes("<b>Bitte klingeln</b>")) complaints.add(worker.where(), "the remark is not shown as it was typed");
  await worker.look();

  await asked(as, complaints, request);
  await accepted(guest, complaints);
  await worker.open(request);
  await worker.look();
  if ((await worker.page.locator("main a[href^='mailto:']").count()) === 0) throw new Error(`nobody has it: ${await worker.text()}`);
  await worker.leave();
}

/** The coordination looks at the ranking and asks everybody who fits. */
async function asked(as, complaints, request) {
  const kora = await as("coordination", complaints);
  await kora.open(request);
  const link = await kora.page.locator("main a[href^='/dispatch/']").first().getAttribute("href");
  await kora.open(link);
  await kora.look();
  const everybody = kora.page.locator(`form[action$="/offers"] button[value="everybody"]`);
  if (await everybody.count()) {
    await Promise.all([kora.page.waitForNavigation({ waitUntil: "load" }), everybody.first().click()]);
    await kora.look();
  }
  await kora.leave();
}

/** An interpreter opens the newest offer in their mail and says yes by its link, without logging in. */
async function accepted(guest, complaints) {
  const person = await guest(complaints);
  for (let attempt = 0; attempt < 20; attempt++) {
    await person.open("/dev/mail");
    const letters = person.page.locator("main a[href^='/dev/mail/']", { hasText: /10:00.11:00/ });
    for (let index = 0; index < Math.min(await letters.count(), 3); index++) {
      const letter = await letters.nth(index).getAttribute("href");
      const text = await (await person.context.request.get(person.origin + letter)).text();
      const link = text.match(/\/o\/[A-Za-z0-9._-]+/)?.[0];
      if (!link) continue;
      await person.open(link);
      await person.look();
      const yes = person.page.locator("button[value=yes]");
      if (!(await yes.count())) continue;
      await Promise.all([person.page.waitForNavigation({ waitUntil: "load" }), yes.first().click()]);
      await person.look();
      await person.leave();
      return;
    }
    await person.page.waitForTimeout(1_000);
  }
  throw new Error("no offer came by mail");
}

/** Opens the first link of the page that matches. */
async function first(person, path, pattern) {
  await person.open(path);
  const links = await person.page.locator("main a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  return links.find((href) => pattern.test(href));
}

async function recordAndConfirm(as, complaints) {
  const worker = await as("case worker", complaints);
  await worker.open("/timesheets");
  await worker.look();
  const sign = worker.page.locator("form[action$='/sign']");
  const before = await sign.count();
  if (before === 0) throw new Error(`no timesheet waits: ${await worker.text()}`);
  await worker.press(sign.first(), null);
  await worker.open("/timesheets");
  const after = await worker.page.locator("form[action$='/sign']").count();
  if (after >= before && before < 20) complaints.add(worker.where(), `${after} of ${before} still wait`);
  await worker.look();
  await worker.leave();
}

async function certify(as, complaints) {
  for (const role of ["office head", "finance clerk"]) {
    const person = await as(role, complaints);
    const claims = person.page;
    await person.open("/claims");
    await person.look();
    const links = await claims.locator("main a[href^='/claims/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    let certified = false;
    for (const href of links.slice(0, 12)) {
      await person.open(href);
      const form = person.form("/certify");
      if ((await form.count()) && (await form.locator("button[type=submit]").count())) {
        await person.press(form, null);
        await person.look();
        certified = true;
        break;
      }
    }
    if (!certified) throw new Error(`${role} finds no claim to certify among ${links.length}`);
    await person.leave();
  }
}

async function closeAndPay(as, complaints) {
  const clerk = await as("finance clerk", complaints);
  const month = await first(clerk, "/months", /^\/months\/\d{4}-\d{2}$/);
  if (!month) throw new Error(`no month: ${await clerk.text()}`);
  await clerk.open(month);
  await clerk.look();
  const status = await clerk.open(`${month}/close`);
  if (status === 200) {
    await clerk.look();
    const form = clerk.form("/close");
    if (await form.count()) {
      await clerk.press(form, null);
      await clerk.look();
    }
  }
  await clerk.leave();

  const officer = await as("authorizing officer", complaints);
  await officer.open("/orders");
  await officer.look();
  const boxes = officer.page.locator("form[action='/orders'] input[name=document]");
  if (await boxes.count()) {
    if ((await boxes.first().getAttribute("type")) === "checkbox") await boxes.first().check({ force: true });
    await officer.press(officer.form("/orders"), null);
    await officer.look();
  }
  await officer.leave();

  const cashier = await as("treasury", complaints);
  await cashier.open("/treasury");
  await cashier.look();
  const hand = cashier.form("/treasury/hand-over");
  if (await hand.count()) {
    await cashier.press(hand, null);
    await cashier.look();
  }
  await cashier.leave();
}
