// Every role goes through its whole navigation, in both languages, and opens the first entry of each list.
import { Person } from "./lib.mjs";
import { ROLES } from "./roles.mjs";

/** Rounds as `[name, body]`. */
export function rounds({ browser, origin }) {
  const all = [];
  for (const locale of ["de", "en"]) {
    all.push([`a guest reads what is public (${locale})`, (complaints) => asGuest(browser, origin, complaints, locale)]);
    for (const role of ROLES) {
      all.push([`${role.name} sees every page of theirs (${locale})`, (complaints) => round(browser, origin, complaints, locale, role)]);
    }
  }
  all.push(["the shown interpreter finds jobs to take and a session to record", (complaints) => somethingToDo(browser, origin, complaints)]);
  all.push(["without scripts every role comes as far as with them", (complaints) => withoutScripts(browser, origin, complaints)]);
  return all;
}

async function asGuest(browser, origin, complaints, locale) {
  const guest = await Person.at(browser, origin, complaints, { locale });
  for (const path of ["/login", "/reset", "/imprint", "/privacy", "/accessibility", "/help"]) {
    const status = await guest.open(path);
    if (status !== 200) complaints.add(path, `answers ${status}`);
    await guest.look();
  }
  const lost = await guest.open("/nowhere");
  if (lost !== 404) complaints.add("/nowhere", `answers ${lost}`);
  await guest.look();
  await guest.leave();
}

async function round(browser, origin, complaints, locale, role) {
  const person = await Person.at(browser, origin, complaints, { locale });
  await person.logIn(role[locale]);
  if (new URL(person.page.url()).pathname !== "/") complaints.add(person.where(), "is not the first page");
  await person.look();
  const pages = await person.navigation();
  if (pages.length < 2) throw new Error(`${role.name} has no navigation: ${pages}`);
  for (const path of [...pages, "/account"]) {
    const status = await person.open(path);
    if (status !== 200) {
      complaints.add(person.where(), `${path} answers ${status}`);
      continue;
    }
    await person.look();
    // The first entry of the first list that leads deeper.
    const deeper = await person.page.locator("main table a[href^='/'], main li a[href^='/']").evaluateAll((links) =>
      links.map((link) => link.getAttribute("href")).filter((href) => !/\/files?\//.test(href) && /\/[0-9a-f]{8}-|\/\d{4}-\d{2}$/.test(href)),
    );
    if (deeper.length) {
      const inner = await person.open(deeper[0]);
      if (inner !== 200) complaints.add(person.where(), `${deeper[0]} answers ${inner}`);
      else await person.look();
    }
  }
  await person.leave();
}

async function somethingToDo(browser, origin, complaints) {
  const person = await Person.at(browser, origin, complaints);
  await person.logIn(ROLES.find((role) => role.name === "interpreter").de);
  // The clock goes on while others walk: what was offered may have run out, and is then on the board.
  await person.open("/board");
  const jobs = await person.page.locator("form[action$='/take']").count();
  if (jobs < 1) complaints.add(person.where(), "nothing to take");
  await person.open("/jobs");
  const text = await person.text();
  for (const heading of ["Bitte erfassen", "Kommende Aufträge"]) {
    if (!text.includes(heading)) complaints.add(person.where(), `shows nothing under "${heading}"`);
  }
  await person.leave();
}

async function withoutScripts(browser, origin, complaints) {
  for (const role of ROLES) {
    const person = await Person.at(browser, origin, complaints, { js: false });
    await person.logIn(role.de);
    for (const path of await person.navigation()) {
      const status = await person.open(path);
      if (status !== 200) complaints.add(person.where(), `${path} answers ${status}`);
      await person.look();
    }
    await person.leave();
  }
}
