// What every browser test needs: a Chromium that stays at home, people who log in, and eyes on each page.
import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";

// Without the background flags Chromium asks for Google's hosts at every start.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  // The gap between two pixels of a scrollbar is no horizontal scrolling.
  "--hide-scrollbars",
];

/** Starts Chromium; `CHROMIUM` names another binary. */
export function start() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

/** Everything that went wrong on the pages a person saw. */
export class Complaints {
  constructor() {
    this.list = [];
    this.seen = 0;
  }
  add(where, what) {
    const line = `${where}: ${what}`;
    if (!this.list.includes(line)) this.list.push(line);
  }
}

const FORM_FACTORS = { desk: { width: 1280, height: 900 }, phone: { width: 360, height: 780 } };

/** Somebody with a browser of their own. */
export class Person {
  static async at(browser, origin, complaints, { locale = "de", js = true, factor = "desk" } = {}) {
    const context = await browser.newContext({
      viewport: FORM_FACTORS[factor],
      locale: locale === "de" ? "de-DE" : "en-GB",
      timezoneId: "Europe/Berlin",
      javaScriptEnabled: js,
    });
    const person = new Person();
    Object.assign(person, { context, origin, complaints, locale, js, name: `${locale}${js ? "" : ", no scripts"}` });
    const host = new URL(origin).host;
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.host !== host) complaints.add(person.where(), `asks another host: ${request.url()}`);
    });
    if (js) {
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
    }
    person.page = await context.newPage();
    person.page.setDefaultTimeout(20_000);
    person.page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.add(person.where(), message.text());
    });
    person.page.on("pageerror", (error) => complaints.add(person.where(), `script failed: ${error.message}`));
    person.page.on("response", (response) => {
      if (response.status() >= 500) complaints.add(person.where(), `${response.status()} from ${response.url()}`);
    });
    return person;
  }

  where() {
    const path = this.page ? this.page.url().replace(this.origin, "").replace(/[A-Za-z0-9._-]{80,}/, "…") : "";
    return `[${this.role ?? "guest"}, ${this.name}] ${path}`;
  }

  /** Opens an address of the house. */
  async open(path) {
    const response = await this.page.goto(this.origin + path, { waitUntil: "load" });
    return response.status();
  }

  /** Logs in as the row of the demo's table with this label, second factor and all. */
  async logIn(role) {
    this.role = role;
    await this.open("/login");
    const row = this.page.locator("#demo tbody tr").filter({ has: this.page.locator("th", { hasText: role }) }).first();
    await row.locator("button[type=submit]").click();
    await this.page.waitForLoadState("load");
    for (let attempt = 0; attempt < 6 && this.page.url().includes("/login/second-factor"); attempt++) {
      const code = (await this.page.locator("#demo-code").textContent()).trim();
      await this.page.locator("#code").fill(code);
      await this.page.locator("form[action='/login/second-factor'] button[type=submit]").click();
      await this.page.waitForLoadState("load");
      // A code counts once; somebody of the same role may have used this one.
      if (this.page.url().includes("/login/second-factor")) await this.page.waitForTimeout(10_000);
      if (this.page.url().includes("/login/second-factor")) await this.open("/login/second-factor");
    }
    if (this.page.url().includes("/login")) throw new Error(`${role} could not log in: ${await this.page.locator("main").innerText()}`);
    // The account's language is German; whoever reads English switches in the head of the page.
    if ((await this.page.locator("html").getAttribute("lang")) !== this.locale) {
      await this.press(this.page.locator("form[action='/locale']").first(), null);
    }
  }

  /** The main navigation: addresses. */
  async navigation() {
    const links = await this.page.locator("nav a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    return [...new Set(links)].filter((href) => !href.includes("#"));
  }

  /** Looks closely at the page in front of them. */
  async look() {
    const { page, complaints } = this;
    complaints.seen += 1;
    const title = await page.title();
    if (!title.trim()) complaints.add(this.where(), "has no title");
    const language = await page.locator("html").getAttribute("lang");
    if (language !== this.locale) complaints.add(this.where(), `is in ${language}`);
    const headings = await page.locator("h1").count();
    if (headings !== 1) complaints.add(this.where(), `has ${headings} first headings`);
    const text = await page.locator("body").innerText();
    const key = text.match(/\b(nav|page|home|error|identity|booking|planning|billing|budget|directory|calendar|mail|scheduling|refusal|insight|audit|role)-[a-z]+(-[a-z]+)*\b/g);
    const raw = (key ?? []).filter((word) => !/^(mail-in|page-break)/.test(word) && word.split("-").length > 2);
    if (raw.length) complaints.add(this.where(), `shows keys instead of texts: ${[...new Set(raw)].slice(0, 5).join(", ")}`);
    if (/\{ ?\$|\bundefined\b|\bNaN\b|Unknown localization/.test(text)) complaints.add(this.where(), "shows a hole in a text");
    const before = page.viewportSize();
    for (const size of [before, FORM_FACTORS.phone]) {
      await page.setViewportSize(size);
      const wide = await this.overflow();
      if (wide) complaints.add(this.where(), `scrolls sideways at ${size.width} px: ${wide}`);
    }
    await page.setViewportSize(before);
    if (!this.js) return;
    const report = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    for (const violation of report.violations) {
      const nodes = violation.nodes.slice(0, 2).map((node) => node.target.join(" ")).join("; ");
      complaints.add(this.where(), `axe ${violation.id} (${violation.impact}): ${nodes}`);
    }
  }

  /** What is wider than the window. */
  overflow() {
    return this.page.evaluate(() => {
      const root = document.documentElement;
      if (root.scrollWidth <= root.clientWidth) return "";
      const wide = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > root.clientWidth + 1);
      const names = wide.slice(0, 3).map((node) => `${node.tagName.toLowerCase()}.${[...node.classList].join(".")}`);
      return `${root.scrollWidth} px (${names.join(", ")})`;
    });
  }

  /** Fills fields by name: texts, choices, boxes. */
  async fill(form, values) {
    for (const [name, value] of Object.entries(values)) {
      const field = form.locator(`[name="${name}"]`).first();
      const tag = await field.evaluate((node) => `${node.tagName.toLowerCase()}:${node.type}`);
      if (tag.startsWith("select")) {
        if (value instanceof RegExp) {
          const labels = await field.locator("option").allTextContents();
          const label = labels.find((text) => value.test(text));
          if (!label) throw new Error(`${name} offers no ${value}: ${labels}`);
          await field.selectOption({ label: label.trim() });
        } else {
          await field.selectOption(value);
        }
      } else if (tag.endsWith(":radio")) {
        await form.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
      } else if (tag.endsWith(":checkbox")) {
        await field.setChecked(Boolean(value), { force: true });
      } else {
        await field.fill(value);
      }
    }
  }

  /** Presses the first button of a form that goes to `action`. */
  async press(form, button) {
    const target = button ? form.locator(`button[name="${button}"]`) : form.locator("button[type=submit]");
    await Promise.all([this.page.waitForNavigation({ waitUntil: "load" }), target.first().click()]);
  }

  form(action) {
    return this.page.locator(`form[action$="${action}"]`).first();
  }

  text() {
    return this.page.locator("main").innerText();
  }

  leave() {
    return this.context.close();
  }
}

/** Runs named tests one after the other, says how each went, and counts. */
export class Tests {
  passed = 0;
  failed = 0;
  async run(name, body) {
    const started = Date.now();
    try {
      await body();
      this.passed += 1;
      console.log(`ok    ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED ${name}\n      ${String(error.stack ?? error).split("\n").slice(0, 12).join("\n      ")}`);
    }
  }
}
