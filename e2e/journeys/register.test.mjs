// The main job: an officer's workbooks have become a register, and every figure leads down
// to the document behind it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { expectGoodPage, signIn, takePicture } from "./steps.mjs";

/** The number on the first page under a name, as people read it. */
async function figure(page, name) {
  const card = page.locator("a.figure").filter({ has: page.getByText(name, { exact: true }) });
  return (await card.locator(".figure-number").textContent()).trim();
}

test("the first page shows Long An at the end of 2013", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await page.goto("/");
    assert.equal(await figure(page, "Số cụm công nghiệp"), "40");
    assert.equal(await figure(page, "Tổng diện tích cụm công nghiệp"), "4.234");
    assert.equal(await figure(page, "Số cụm đang hoạt động"), "9");
    assert.equal(await figure(page, "Diện tích các cụm đang hoạt động"), "746");
    assert.equal(await figure(page, "Tỷ lệ lấp đầy bình quân"), "79,35");
    assert.equal(await figure(page, "Số doanh nghiệp đăng ký đầu tư trong cụm"), "198");
    assert.equal(await figure(page, "Số doanh nghiệp đang hoạt động trong cụm"), "134");
    assert.equal(await figure(page, "Số cụm vượt diện tích tối đa"), "3");
    const occupancy = await page.locator("a.figure").filter({ hasText: "Tỷ lệ lấp đầy" }).textContent();
    assert.match(occupancy, /412,62 \/ 520,00 ha/u, "the base is said beside the rate");
    await page.locator(".chart-drawn svg").waitFor();
    await takePicture(page, "dashboard");
  }));

test("from the rate to its rows, to a record, to the document", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await page.goto("/");
    await page.locator("a.figure").filter({ hasText: "Tỷ lệ lấp đầy" }).click();
    await page.waitForURL("**/figures/clusters.occupancy**");
    await page.getByText("Điều 2 khoản 7").waitFor();
    await takePicture(page, "figure");

    const row = page.locator("tbody tr").filter({ hasText: "Mẫu số" }).first();
    assert.match(await row.textContent(), /ccn_long_an_2013\.xlsx/u, "the row names its paper");
    await row.locator('a[href^="/documents/"]').click();
    await page.waitForURL("**/documents/**");
    assert.match(await page.locator("main").textContent(), /Tong hop!/u, "and the cell it was read from");
    await page.goBack();

    await page.locator('tbody tr a[href^="/clusters/"]').first().click();
    await page.waitForURL("**/clusters/**");
    await page.locator("h1").waitFor();
  }));

test("any day: before the first decision there was nothing", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await page.goto("/?on=2007-01-01&place=province:80:");
    assert.equal(await figure(page, "Số cụm công nghiệp"), "0");
    assert.equal(await figure(page, "Tỷ lệ lấp đầy bình quân"), "chưa xác định");
  }));

test("old and new units both answer", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await page.goto("/figures/clusters.count?place=district:802&on=2013-12-31");
    assert.match(await page.locator(".figure-number").first().textContent(), /14/u);
    await page.goto("/figures/clusters.count?place=80&on=2026-11-23");
    // The forty of Long An and the seven that the new province established.
    assert.match(await page.locator(".figure-number").first().textContent(), /47/u);
    assert.match(await page.locator("main").textContent(), /đơn vị hành chính cũ/u, "the mapping is told");
  }));

test("a cluster is found without marks and shown on every tab", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await page.goto("/clusters?q=duc%20hoa%20ha");
    await page.getByRole("link", { name: "Đức Hòa Hạ", exact: true }).first().click();
    await page.waitForURL("**/clusters/duc-hoa-ha**");
    await takePicture(page, "cluster");
    const tabs = await page.locator('main a[href*="tab="]').evaluateAll((links) => [...new Set(links.map((a) => a.getAttribute("href")))]);
    assert.ok(tabs.length >= 6, `there are tabs: ${tabs.join(" ")}`);
    for (const tab of tabs) await expectGoodPage(page, new URL(tab, page.url()).href);
  }));

test("every list is good on screen, on paper, narrow and in the dark", () =>
  withPage({}, async (page) => {
    await signIn(page);
    for (const [path, picture] of [
      ["/clusters", "clusters"],
      ["/tenants", "tenants"],
      ["/figures", "figures"],
      ["/figures/clusters.occupancy", null],
      ["/conflicts?place=15&on=2026-11-23", "conflicts"],
      ["/documents", "documents"],
      ["/imports", "imports"],
      ["/imports/new", null],
      ["/clusters/new", null],
      ["/users", null],
      ["/users/new", null],
      ["/account", null],
    ]) {
      await expectGoodPage(page, path);
      if (picture) await takePicture(page, picture);
    }
  }));
