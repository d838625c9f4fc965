// Pictures for the documents: node screenshots.mjs ORIGIN FOLDER
import { Complaints, Person, start } from "./lib.mjs";
import { ROLES } from "./roles.mjs";

const [origin, folder] = process.argv.slice(2);
// [file, role, page, deeper: the first link of the page that matches, form factor]
const PICTURES = [
  ["login", null, "/login"],
  ["case-worker-home", "case worker", "/"],
  ["request-new", "case worker", "/requests/new"],
  ["requests", "case worker", "/requests"],
  ["request", "case worker", "/requests", /^\/requests\/[0-9a-f]{8}-/],
  ["dispatch", "coordination", "/dispatch"],
  ["ranking", "coordination", "/dispatch", /^\/dispatch\/[0-9a-f]{8}-/],
  ["pool", "coordination", "/pool"],
  ["jobs-phone", "interpreter", "/jobs", null, "phone"],
  ["offers-phone", "interpreter", "/offers", null, "phone"],
  ["money", "interpreter", "/money"],
  ["claim", "finance clerk", "/claims", /^\/claims\/[0-9a-f]{8}-/],
  ["month", "finance clerk", "/months", /^\/months\/\d{4}-\d{2}$/],
  ["budgets", "office head", "/budgets"],
  ["orders", "authorizing officer", "/orders"],
  ["treasury", "treasury", "/treasury"],
];

const browser = await start();
try {
  for (const [file, role, path, deeper, factor] of PICTURES) {
    const person = await Person.at(browser, origin, new Complaints(), { factor: factor ?? "desk" });
    if (role) await person.logIn(ROLES.find((one) => one.name === role).de);
    await person.open(path);
    if (deeper) {
      const links = await person.page.locator("main a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
      const href = links.find((one) => deeper.test(one));
      if (href) await person.open(href);
    }
    await person.page.screenshot({ path: `${folder}/${file}.png` });
    console.log(`${folder}/${file}.png`);
    await person.leave();
  }
} finally {
  await browser.close();
}
