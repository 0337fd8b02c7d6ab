// What a person does and what a person expects, in words that journeys share.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { accounts, narrow } from "./browser.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = join(dirname(fileURLToPath(import.meta.url)), "../../docs/guide/pictures");

/** Signs in; a one-time password is kept, as somebody does who only looks around. */
export async function signIn(page, account = accounts()[0]) {
  await page.goto("/sign-in");
  await page.locator('input[name="name"]').fill(account.name);
  await page.locator('input[name="password"]').fill(account.password);
  await Promise.all([
    page.waitForURL((url) => url.pathname !== "/sign-in"),
    page.locator('input[name="password"]').press("Enter"),
  ]);
}

/** Everything that must hold of any page: axe, 360 px, print, dark mode, one heading. */
export async function expectGoodPage(page, path) {
  await page.goto(path);
  assert.equal(await page.locator("h1").count(), 1, `${path} has one main heading`);
  await expectAccessible(page, path);
  await expectDarkMode(page, path);
  await expectNoSideways(page, path);
  await expectPrintable(page, path);
}

/** Nothing that axe calls serious or critical. */
export async function expectAccessible(page, name) {
  // Through the debugging protocol, so that the page's own policy stays as it is.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }),
  );
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).join("\n    ")}`);
  assert.equal(grave.length, 0, `${name}: axe found\n${told.join("\n")}`);
}

/** At 360 px the page does not scroll sideways; a wide table may, inside its own frame. */
export async function expectNoSideways(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize(narrow);
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  const widest = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isFramed = (element) => {
      for (let outer = element.parentElement; outer; outer = outer.parentElement) {
        if (getComputedStyle(outer).overflowX !== "visible") return true;
      }
      return false;
    };
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > edge + 1 && !isFramed(element))
      .slice(0, 3)
      .map((element) => element.outerHTML.slice(0, 160));
  });
  await page.setViewportSize(before);
  assert.ok(content <= window, `${name}: ${content} px wide in ${window} px\n${widest.join("\n")}`);
}

/** On paper: the heading stays, menu and buttons go. */
export async function expectPrintable(page, name) {
  await page.emulateMedia({ media: "print" });
  const isVisible = (selector) => page.locator(selector).first().isVisible();
  assert.ok(await isVisible("h1"), `${name}: the heading is printed`);
  assert.ok(!(await isVisible("header.navbar")), `${name}: the menu is not printed`);
  await page.emulateMedia({ media: null });
}

/** In the dark the page is dark, and still readable for axe. */
export async function expectDarkMode(page, name) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload();
  const lightness = await page.evaluate(() => {
    const paint = document.createElement("canvas").getContext("2d");
    paint.fillStyle = getComputedStyle(document.body).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
  assert.ok(lightness < 100, `${name}: the background is ${Math.round(lightness)} of 255 in dark mode`);
  await expectAccessible(page, `${name} in dark mode`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.reload();
}

/** Presses Tab until the element has the focus; fails when a person would give up. */
export async function tabTo(page, locator, most = 60) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) {
      await expectVisibleFocus(page);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`${locator} is not reached by ${most} presses of Tab`);
}

/** Whoever uses the keyboard sees where they are. */
async function expectVisibleFocus(page) {
  const sign = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    const isOutlined = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0;
    return isOutlined || style.boxShadow !== "none" ? "seen" : document.activeElement.outerHTML.slice(0, 160);
  });
  assert.equal(sign, "seen", "the focus cannot be seen");
}

/** Takes a picture for the guide, when pictures are asked for. */
export async function takePicture(page, name) {
  if (process.env.PICTURES !== "1") return;
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, animations: "disabled" });
}
