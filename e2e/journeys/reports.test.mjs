// The report regime from a tenant's telephone to the Department's printed form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { accounts, narrow, withPage } from "./browser.mjs";
import { expectGoodPage, signIn, takePicture } from "./steps.mjs";

const account = (name) => accounts().find((person) => person.name === name);
const half = "2026-H1";

/** The address of the only report of a form that the list shows, as the row's link says. */
async function summaryAddress(page, period, unit) {
  await page.goto(`/reports/summaries?period=${period}`);
  const row = page.locator("tr, .list-group-item, li").filter({ hasText: unit }).first();
  const link = row.locator("a[href^='/reports/summaries/']").first();
  return new URL(await link.getAttribute("href"), page.url()).pathname;
}

test("a tenant fills in four numbers on a telephone and sends them", async () => {
  await withPage({ viewport: narrow, isMobile: true, hasTouch: true }, async (page) => {
    await signIn(page, account("doanh-nghiep"));
    await page.goto(`/reports/owed?form=bieu-01&period=${half}`);
    await page.locator("a[href^='/reports/fill/bieu-01/']").first().click();
    await page.waitForURL(/\/reports\/fill\//u);
    const address = new URL(page.url()).pathname;
    await expectGoodPage(page, address);
    const boxes = page.locator("input[inputmode='decimal']");
    assert.equal(await boxes.count(), 4, "four numbers and no more");
    // Đồng typed where tỷ đồng are asked for, and a word that is no number.
    await boxes.nth(0).fill("12500000000");
    await boxes.nth(2).fill("nhiều");
    await page.getByRole("button", { name: "Lưu và kiểm tra" }).click();
    await page.locator("input[aria-invalid='true']").first().waitFor();
    await takePicture(page, "report-fill-telephone");
    for (const [at, typed] of ["12,5", "0,84", "46", "9,2"].entries()) await boxes.nth(at).fill(typed);
    await page.locator("input[name='number']").fill("05/BC-HM");
    await page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/u);
    assert.match(await page.locator("main").innerText(), /chờ xem xét/u);
    await expectGoodPage(page, new URL(page.url()).pathname);
  });
});

test("the officer sees who has not reported, and takes what came", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await expectGoodPage(page, `/reports?period=${half}`);
    await takePicture(page, "reports");
    await expectGoodPage(page, `/reports/owed?form=bieu-01&period=${half}&state=open`);
    await expectGoodPage(page, "/reports/waiting");
    await page.locator("main a[href^='/reports/']").filter({ hasText: /Họa Mi/u }).first().click();
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/u);
    assert.match(await page.locator("main").innerText(), /05\/BC-HM/u);
    await page.locator("#decision-accepted").check();
    await page.getByRole("button", { name: "Ghi quyết định" }).click();
    await page.locator("main .badge").filter({ hasText: "đã tiếp nhận" }).first().waitFor();
  });
});

test("every number of Biểu số 04 opens the rows and papers it is made of", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    const address = await summaryAddress(page, "2013", "Tỉnh Long An");
    await expectGoodPage(page, address);
    const numbers = page.locator("main table a[href*='/rows/']");
    assert.equal(await numbers.count(), 35, "27 indicators and 8 parts of them");
    const addresses = await numbers.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const row of addresses) {
      const answer = await page.goto(row);
      assert.equal(answer.status(), 200, row);
    }
    await page.goto(address);
    await takePicture(page, "report-04");
    await page.locator("a[href$='/rows/r18']").click();
    await page.getByText("412,62").first().waitFor();
    await page.getByText("doanh_nghiep_ccn_long_an_2013.xlsx").first().waitFor();
    await page.getByText("Huyện Đức Hòa").first().waitFor();
    await expectGoodPage(page, `${address}/rows/r18`);
  });
});

test("the Ministry reads what was sent and nothing that is being drawn up", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("bo"));
    const address = await summaryAddress(page, half, "Tỉnh Tây Ninh");
    await page.goto(address);
    assert.match(await page.locator("main").innerText(), /118\/BC-SCT/u);
    assert.equal(await page.getByRole("button", { name: "Tính lại" }).count(), 0);
  });
});

test("the report in words stands with its sources, and leaves as a Word file", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await expectGoodPage(page, "/reports/written?period=2013");
    await page.getByRole("link", { name: "118/BC-SCT" }).click();
    await page.waitForURL(/\/reports\/written\/[0-9a-f-]{36}$/u);
    const address = new URL(page.url()).pathname;
    const text = await page.locator("main").innerText();
    assert.match(text, /đã cho thuê: 412,62 ha \(Nguồn: Biểu số 04, mục 18/u);
    assert.match(text, /79,35%/u);
    assert.match(text, /Giải phóng mặt bằng/u, "an officer's own words");
    await expectGoodPage(page, address);
    await takePicture(page, "report-in-words");
    const file = await page.request.get(`${address}/letter.docx`);
    assert.equal(file.status(), 200);
    assert.equal((await file.body()).subarray(0, 2).toString(), "PK");
  });
});

test("a report on request tells figures of each unit and leads to their rows", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await page.goto("/reports/asked");
    await page.locator("input[value='clusters.count']").check();
    await page.locator("input[value='clusters.leased_land']").check();
    await page.locator("#times").fill("31/12/2012, 31/12/2013");
    await page.locator("#within").fill("province:80:");
    await page.getByRole("button", { name: "Lập bảng" }).click();
    await page.getByRole("row", { name: /Cả tỉnh Long An/u }).waitFor();
    assert.match(await page.getByRole("row", { name: /Cả tỉnh Long An/u }).innerText(), /40.*412,62/su);
    const address = new URL(page.url());
    await takePicture(page, "report-asked");
    await expectGoodPage(page, `${address.pathname}${address.search}`);
    await page.goto(`${address.pathname}${address.search}`);
    await page.getByRole("row", { name: /Huyện Đức Hòa/u }).getByRole("link", { name: "14" }).click();
    await page.waitForURL(/\/figures\//u);
    assert.match(await page.locator("main").innerText(), /Đức Hòa Hạ/u);
  });
});

test("a sent report is packed into a signed bundle, and the Ministry reads every province", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("quan-tri"));
    await page.goto("/exchange/partners");
    await page.getByRole("button", { name: "Tạo khóa" }).click();
    await page.getByText("Khóa công khai, gửi cho đối tác").waitFor();
    await expectGoodPage(page, "/exchange/partners");
  });
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    const address = await summaryAddress(page, half, "Tỉnh Tây Ninh");
    await page.goto(address);
    await page.getByRole("button", { name: "Đóng gói để gửi" }).click();
    await page.waitForURL(/\/exchange\/bundles\//u);
    const bundle = new URL(page.url()).pathname;
    await expectGoodPage(page, bundle);
    const file = await page.request.get(`${bundle}/file`);
    assert.equal((await file.body()).subarray(0, 2).toString(), "PK");
    await expectGoodPage(page, "/exchange");
  });
  await withPage({}, async (page) => {
    await signIn(page, account("bo"));
    await expectGoodPage(page, `/exchange/provinces?period=${half}`);
    await takePicture(page, "provinces");
    await page.getByRole("link", { name: /118\/BC-SCT/u }).first().waitFor();
  });
});
