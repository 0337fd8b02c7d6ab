// An officer brings a workbook: it is checked, shown, and taken or handed back.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { withPage } from "./browser.mjs";
import { expectAccessible, expectNoSideways, signIn, takePicture } from "./steps.mjs";

const seed = join(dirname(fileURLToPath(import.meta.url)), "../../seed");

/** Uploads a workbook and waits until it has been read. */
async function upload(page, path) {
  await page.goto("/imports/new");
  await page.locator('input[type="file"]').setInputFiles(join(seed, path));
  await page.locator('main form button[type="submit"]').click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/u);
  await page.locator("main").filter({ hasNotText: "Đang đọc" }).waitFor({ timeout: 30_000 });
}

test("a wrong workbook is told cell by cell and handed back with remarks", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await upload(page, "bad_inputs/07_negative_areas.xlsx");
    const main = page.locator("main");
    await main.getByText("D2").first().waitFor();
    assert.match(await main.textContent(), /âm/u, "the message says what is wrong");
    await expectAccessible(page, "an import with problems");
    await expectNoSideways(page, "an import with problems");
    await takePicture(page, "import-problems");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator('a[href$="annotated.xlsx"]').first().click()]);
    assert.ok(readFileSync(await download.path()).subarray(0, 2).equals(Buffer.from("PK")), "it is a workbook");
  }));

test("a file that is no workbook is refused with what to do", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await upload(page, "bad_inputs/01_not_a_zip.xlsx");
    assert.match(await page.locator("main").textContent(), /Excel/u);
  }));

test("the same workbook twice changes nothing", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await upload(page, "ccn_long_an_2013.xlsx");
    const told = await page.locator("main").textContent();
    assert.match(told, /40/u);
    assert.match(told, /không đổi/iu);
    await page.reload();
    assert.match(await page.locator("main").textContent(), /không đổi/iu, "the page survives a reload");
    await expectAccessible(page, "an import");
    await expectNoSideways(page, "an import");
    await takePicture(page, "import");
  }));
