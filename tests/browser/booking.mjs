// One and the same booking, from the request to the month that reconciles: nine people and a clock that is set forward. Once with
// scripts in German, once without in English. It comes last, because the demo's clock never goes back.
import { Person } from "./lib.mjs";
import { ROLES } from "./roles.mjs";

const PASSWORD = "Dolmetschen-in-Stuttgart";
const label = (name, locale) => ROLES.find((role) => role.name === name)[locale];
const UUID = "[0-9a-f]{8}-[0-9a-f-]{27}";

/** Bookings as `[name, body]`. */
export function booking({ browser, origin }) {
  return [
    { locale: "de", js: true },
    { locale: "en", js: false },
  ].map((way) => [
    `one booking from the request to the reconciled month (${way.locale}${way.js ? "" : ", without scripts"})`,
    (complaints) => walkThrough({ browser, origin, way, complaints }),
  ]);
}

async function somebody(house, role) {
  const person = await Person.at(house.browser, house.origin, house.complaints, house.way);
  if (role) await person.logIn(label(role, house.way.locale));
  return person;
}

/** The day the demo stands at, as `YYYY-MM-DD`. */
async function today(house) {
  const guest = await somebody(house);
  await guest.open("/dev/clock");
  const day = await guest.form("/dev/clock").locator("[name=date]").inputValue();
  await guest.leave();
  return day;
}

/** Sets the demo's clock forward. */
async function clockIs(house, date, time) {
  const guest = await somebody(house);
  await guest.open("/dev/clock");
  const form = guest.form("/dev/clock");
  await guest.fill(form, { date, time });
  await guest.press(form, null);
  if (!(await guest.text()).includes(time)) throw new Error(`the demo's clock stands still: ${await guest.text()}`);
  await guest.leave();
}

/** The Tuesday between the 7th and the 13th of the month that comes `months` later: never a holiday. */
function tuesday(day, months) {
  const date = new Date(`${day.slice(0, 7)}-07T12:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  while (date.getUTCDay() !== 2) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** Reads again until the page has it; jobs run in the background. */
async function until(what, found) {
  for (let turn = 0; turn < 60; turn++) {
    const result = await found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Cents of what stands there as `1.234,56 €` or `€1,234.56`. */
function cents(text) {
  const digits = text.match(/\d[\d.,]*[.,]\d\d(?!\d)/)?.[0];
  if (!digits) throw new Error(`no amount: ${text}`);
  return Number(digits.replace(/[.,]/g, ""));
}

async function walkThrough(house) {
  const session = tuesday(await today(house), 2);
  const month = session.slice(0, 7);
  const paidOn = tuesday(session, 1);

  const { request, reference } = await requested(house, session);
  await asked(house, request);
  const interpreter = await accepted(house, reference);

  await clockIs(house, session, "14:45");
  await recorded(house, interpreter, reference);
  await confirmed(house, reference);
  const gross = await certified(house, reference);

  await clockIs(house, paidOn, "09:00");
  const document = await closed(house, month, gross);
  await ordered(house, document, gross);
  await paid(house, document, gross, interpreter, paidOn);
  await seen(house, { request, reference, month, interpreter, document, paidOn, gross });
}

/** The case worker asks for ninety minutes of Arabic on site. */
async function requested(house, date) {
  const worker = await somebody(house, "case worker");
  // From what waits for them, by the button that a person would press.
  const link = worker.page.locator("main a[href='/requests/new'], nav a[href='/requests/new']").first();
  if (!(await link.count())) house.complaints.add(worker.where(), "the first page does not lead to a new request");
  await worker.open("/requests/new");
  const form = worker.form("/requests/new");
  const choices = (name) => form.locator(`[name=${name}] option`).evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  const offices = await choices("office");
  if (offices.length) await form.locator("[name=office]").selectOption(offices[0]);
  await worker.fill(form, { language: "ar", profile: (await choices("profile"))[0], date, from: "13:05", to: "14:35" });
  await worker.fill(form, { delivery: "on_site", address: "Marktplatz 1, 70173 Stuttgart", district: "mitte" });
  // What it will cost, before anything is asked for; what was typed stays.
  await Promise.all([worker.page.waitForNavigation({ waitUntil: "load" }), form.locator("button[name=then][value=preview]").click()]);
  await worker.look();
  if ((await form.locator("[name=from]").inputValue()) !== "13:05") house.complaints.add(worker.where(), "the preview forgets what was typed");
  await worker.press(form, null);
  const request = new URL(worker.page.url()).pathname;
  if (!new RegExp(`^/requests/${UUID}$`).test(request)) throw new Error(`not booked: ${await worker.text()}`);
  const reference = (await worker.page.locator("h1").innerText()).match(/\d{4}-\d{6}/)?.[0];
  if (!reference) throw new Error(`no number: ${await worker.page.locator("h1").innerText()}`);
  await worker.leave();
  return { request, reference };
}

/** The coordination asks everybody who was not asked yet. */
async function asked(house, request) {
  const kora = await somebody(house, "coordination");
  await kora.open(request);
  await kora.page.locator("main a[href^='/dispatch/']").first().click();
  await kora.page.waitForLoadState("load");
  const everybody = kora.page.locator('form[action$="/offers"] button[value="everybody"]');
  if (await everybody.count()) await Promise.all([kora.page.waitForNavigation({ waitUntil: "load" }), everybody.first().click()]);
  await kora.leave();
}

/** Somebody who was asked says yes by the link in their mail. Gives their address. */
async function accepted(house, reference) {
  const person = await somebody(house);
  const interpreter = await until("an offer by mail", async () => {
    await person.open("/dev/mail");
    const letters = person.page.locator("main tr", { hasText: /13:05.14:35/ }).locator("a[href^='/dev/mail/']");
    for (const href of await letters.evaluateAll((all) => all.slice(0, 3).map((one) => one.getAttribute("href")))) {
      await person.open(href);
      const text = await person.text();
      const link = text.match(/\/o\/[A-Za-z0-9._-]+/)?.[0];
      const address = text.match(/[\w.+-]+@[\w.-]+/)?.[0];
      if (!link || !address) continue;
      await person.open(link);
      const yes = person.page.locator("button[value=yes]");
      if (!(await yes.count())) continue;
      await Promise.all([person.page.waitForNavigation({ waitUntil: "load" }), yes.first().click()]);
      return address;
    }
    return null;
  });
  await person.look();
  if (process.env.BOOKING_PICTURES) await person.page.screenshot({ path: `${process.env.BOOKING_PICTURES}/yes-${person.locale}.png`, fullPage: true });
  const text = await person.text();
  if (!(await person.page.locator(".kern-alert--success").count()) || !(await person.page.locator("main a[href^='/jobs/']").count())) house.complaints.add(person.where(), `the yes to ${reference} is not thanked for, or does not lead to the job: ${text.replaceAll("\n", " ").slice(-300)}`);
  await person.leave();
  return interpreter;
}

/** Logs in as any person of the demo. */
async function logInAs(house, address) {
  const person = await somebody(house);
  person.role = "interpreter";
  await person.open("/login");
  const form = person.page.locator("form.dm-form[action='/login']");
  await person.fill(form, { email: address, password: PASSWORD });
  await person.press(form, null);
  if (person.page.url().includes("/login")) throw new Error(`${address} could not log in: ${await person.text()}`);
  if ((await person.page.locator("html").getAttribute("lang")) !== person.locale) await person.press(person.form("/locale"), null);
  return person;
}

/** The interpreter finds the session among what is to be recorded, and says that it took place as agreed. */
async function recorded(house, interpreter, reference) {
  const person = await logInAs(house, interpreter);
  await person.look();
  await person.open("/jobs");
  await person.page.locator("#to-record tr, table tr").filter({ hasText: reference }).locator("a").first().click();
  await person.page.waitForLoadState("load");
  const form = person.form("/session");
  if ((await form.locator("[name=held_from]").inputValue()) !== "13:05") house.complaints.add(person.where(), "what was agreed does not stand in the form");
  await person.press(form, null);
  await person.look();
  await person.leave();
}

/** The case worker confirms the timesheet. */
async function confirmed(house, reference) {
  const worker = await somebody(house, "case worker");
  await worker.open("/timesheets");
  await worker.look();
  // The card that names the booking, not the first one.
  const card = worker.page.locator("article, section, .kern-card").filter({ hasText: reference }).filter({ has: worker.page.locator("form[action$='/sign']") });
  await worker.press(card.last().locator("form[action$='/sign']").first(), null);
  await worker.open("/timesheets");
  if ((await worker.text()).includes(reference)) throw new Error(`${reference} still waits for a signature`);
  await worker.leave();
}

/** The office certifies factually, finance arithmetically. Gives what is owed, in cents. */
async function certified(house, reference) {
  let gross = null;
  for (const role of ["office head", "finance clerk"]) {
    const person = await somebody(house, role);
    const href = await until(`the claim of ${reference} before the ${role}`, () => claimOf(person, reference));
    await person.open(href);
    await person.look();
    const rows = person.page.locator("tfoot tr");
    const [net, vat, sum] = await rows.evaluateAll((all) => all.map((row) => row.lastElementChild.textContent));
    if (cents(net) + cents(vat) !== cents(sum)) house.complaints.add(person.where(), `${net} and ${vat} are not ${sum}`);
    const lines = await person.page.locator("#lines tbody tr, table:has(tfoot) tbody tr").evaluateAll((all) => all.map((row) => row.lastElementChild.textContent));
    if (lines.map(cents).reduce((one, other) => one + other, 0) !== cents(net)) house.complaints.add(person.where(), `${lines} are not ${net}`);
    gross = cents(sum);
    await person.press(person.form("/certify"), null);
    if (await person.form("/certify").count()) throw new Error(`not certified: ${await person.text()}`);
    await person.look();
    await person.leave();
  }
  return gross;
}

/** The claim of a booking on the pages of a list. */
async function claimOf(person, reference) {
  await person.open("/claims");
  for (let page = 0; page < 20; page++) {
    const link = person.page.locator("main a[href^='/claims/']", { hasText: reference }).first();
    if (await link.count()) return link.getAttribute("href");
    const next = person.page.locator("a[rel=next]").first();
    if (!(await next.count())) return null;
    await next.click();
    await person.page.waitForLoadState("load");
  }
  return null;
}

/** Finance closes the month: one document, of what is owed. Gives its number. */
async function closed(house, month, gross) {
  const clerk = await somebody(house, "finance clerk");
  await clerk.open("/months");
  await clerk.page.locator(`main a[href='/months/${month}']`).click();
  await clerk.page.waitForLoadState("load");
  await clerk.look();
  await clerk.page.locator(`main a[href='/months/${month}/close']`).first().click();
  await clerk.page.waitForLoadState("load");
  await clerk.look();
  await clerk.press(clerk.form("/close"), null);
  await clerk.open(`/months/${month}`);
  const rows = clerk.page.locator("main tr").filter({ has: clerk.page.locator("a[href^='/documents/']") });
  const documents = await rows.evaluateAll((all) => all.map((row) => [row.querySelector("a").textContent, row.lastElementChild.textContent]));
  const found = documents.find(([number, sum]) => !number.startsWith("IV") && cents(sum) === gross);
  if (!found) throw new Error(`no document of ${gross} cents: ${await clerk.text()}`);
  await clerk.look();
  await rows.filter({ hasText: found[0] }).locator("a").first().click();
  await clerk.page.waitForLoadState("load");
  await clerk.look();
  const file = await clerk.page.locator("main a[href$='/file']").first().getAttribute("href");
  const bytes = await clerk.context.request.get(house.origin + file);
  if (bytes.status() !== 200 || !(await bytes.body()).length) throw new Error(`the document's file answers ${bytes.status()}`);
  await clerk.leave();
  return found[0];
}

/** The officer orders that document and no other. */
async function ordered(house, document, gross) {
  const officer = await somebody(house, "authorizing officer");
  await officer.open("/orders");
  const row = officer.page.locator("main tbody tr").filter({ hasText: document });
  if (cents(await row.locator("td").last().innerText()) !== gross) throw new Error(`another amount: ${await row.innerText()}`);
  await row.locator("input[name=document]").check({ force: true });
  await officer.press(officer.form("/orders"), null);
  await officer.look();
  if (await officer.page.locator("main tbody tr").filter({ hasText: document }).count()) throw new Error(`${document} still waits for its order`);
  await officer.leave();
}

/** A bank statement as banks write it (camt.053.001.08): one transfer, booked. */
function statement(document, gross, day, payee) {
  const amount = (gross / 100).toFixed(2);
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>AUSZUG-${document}</MsgId><CreDtTm>${day}T06:00:00+01:00</CreDtTm></GrpHdr>
  <Stmt><Id>1</Id><CreDtTm>${day}T06:00:00+01:00</CreDtTm>
    <Acct><Id><IBAN>DE02600501010002034304</IBAN></Id></Acct>
    <Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>K-${document}</AcctSvcrRef>
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls><TxDtls><Refs><EndToEndId>${document}</EndToEndId></Refs>
        <Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>
        <RltdPties><Cdtr><Pty><Nm>${payee}</Nm></Pty></Cdtr></RltdPties>
        <RmtInf><Ustrd>${document}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
  </Stmt>
</BkToCstmrStmt></Document>
`;
}

/** The treasury takes the file of orders, and brings the bank's statement. */
async function paid(house, document, gross, interpreter, day) {
  const cashier = await somebody(house, "treasury");
  await cashier.open("/treasury");
  await cashier.press(cashier.form("/treasury/hand-over"), null);
  await cashier.look();
  const accept = cashier.page.locator("form[action^='/treasury/files/'][action$='/accept'] button").first();
  const [download] = await Promise.all([cashier.page.waitForEvent("download").catch(() => null), accept.click()]);
  const bytes = download ? await (await import("node:fs/promises")).readFile(await download.path(), "utf8") : null;
  if (bytes === null) house.complaints.add(cashier.where(), "taking the file does not give the file");
  else if (!bytes.includes(document)) house.complaints.add(cashier.where(), `${document} is not in the file: ${bytes}`);
  await cashier.open("/treasury");
  const open = cashier.page.locator("#open tr, table tr").filter({ has: cashier.page.locator("a[href^='/documents/']"), hasText: document });
  if (!(await open.count())) throw new Error(`${document} is no open item: ${await cashier.text()}`);
  // A statement with a mistake is refused whole, and says where.
  const form = cashier.form("/treasury/feedback");
  const bring = async (text) => {
    await form.locator("input[type=file]").setInputFiles({ name: "auszug.xml", mimeType: "application/xml", buffer: Buffer.from(text) });
    await cashier.press(form, null);
  };
  await bring(statement(document, gross, day, interpreter).replaceAll("DBIT", "MAYBE"));
  if (!(await cashier.text()).includes("MAYBE")) house.complaints.add(cashier.where(), "a broken statement does not say what is wrong");
  await cashier.look();
  await bring(statement(document, gross, day, interpreter));
  await cashier.look();
  await cashier.open("/treasury");
  if (await open.count()) throw new Error(`${document} is still open: ${await cashier.text()}`);
  await cashier.leave();
}

/** Everybody sees how it ended. */
async function seen(house, { request, reference, month, interpreter, document, paidOn, gross }) {
  const person = await logInAs(house, interpreter);
  await person.open("/money");
  const row = person.page.locator("main tr").filter({ hasText: document });
  const day = paidOn.split("-").reverse();
  const shown = await row.innerText();
  // 13.07.2027 in German, 13/07/2027 or 13 Jul 2027 in English.
  if (!shown.includes(day[2]) || !shown.includes(day[0])) throw new Error(`no day of payment: ${shown}`);
  if (cents(await row.locator("td").last().innerText()) !== gross) house.complaints.add(person.where(), `another amount: ${shown}`);
  await person.look();
  await person.leave();

  const clerk = await somebody(house, "finance clerk");
  await clerk.open(`/months/${month}`);
  if (await clerk.page.locator("#differences").count()) throw new Error(`the month does not reconcile: ${await clerk.text()}`);
  if ((await clerk.page.locator(".kern-alert--success").count()) < 2) throw new Error(`the month does not say that all agrees: ${await clerk.text()}`);
  await clerk.look();
  await clerk.leave();

  const auditor = await somebody(house, "auditor");
  await auditor.open(request);
  await auditor.look();
  const history = await auditor.page.locator("main ol li").allInnerTexts();
  if (history.length < 6) house.complaints.add(auditor.where(), `tells only ${history.length} steps of ${reference}: ${history.join(" | ")}`);
  await auditor.page.locator("main a[href^='/audit/booking_request/']").click();
  await auditor.page.waitForLoadState("load");
  await auditor.look();
  const trail = await auditor.text();
  const subjects = await auditor.page.locator("main a[href^='/audit/']").evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute("href").split("/")[2]))]);
  for (const subject of ["booking_request", "assignment", "offer", "timesheet", "fee", "document", "payment_order", "hand_over", "payment"]) {
    if (!subjects.includes(subject)) house.complaints.add(auditor.where(), `the trail of ${reference} tells nothing of its ${subject}: ${subjects}`);
  }
  if (!trail.includes(document)) house.complaints.add(auditor.where(), `the trail does not name ${document}`);
  await auditor.open("/audit");
  await auditor.look();
  await auditor.open("/audit/verification");
  await auditor.look();
  await auditor.leave();
}
