// A paper is written into the register with its file, looked at page by page, and found again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { expectGoodPage, signIn, takePicture } from "./steps.mjs";

test("a paper with its file: warned of, written in, shown page by page, found by its number", () =>
  withPage({}, async (page) => {
    await signIn(page);
    // The browser itself makes the PDF that comes in, where no policy forbids a page break: two
    // pages of a decision.
    await page.goto("about:blank");
    await page.setContent(
      "<p>Số: 1601/QĐ-UBND</p><h1>QUYẾT ĐỊNH</h1><p>Điều 1. Thành lập cụm công nghiệp.</p><p style='page-break-before:always'>Điều 2. Tổ chức thực hiện.</p>",
    );
    const file = { name: "QĐ 1601.pdf", mimeType: "application/pdf", buffer: await page.pdf({ format: "A4" }) };

    await expectGoodPage(page, "/documents/new");
    const typed = {
      number: "1601/QĐ-UBND",
      issued_on: "09/05/2013",
      issuer: "UBND tỉnh Long An",
      subject_line: "Thành lập cụm công nghiệp",
      grounds: "Căn cứ Nghị định số 32/2024/NĐ-CP",
    };
    await page.locator("#place").selectOption("province:80:");
    for (const [name, text] of Object.entries(typed)) await page.locator(`#${name}`).fill(text);
    await page.getByRole("button", { name: "Ghi" }).click();
    await page.getByText("chưa được ban hành vào ngày 09/05/2013").waitFor();
    await page.locator("#file").setInputFiles(file);
    await page.locator("#confirmed").check();
    await page.getByRole("button", { name: "Ghi" }).click();
    await page.waitForURL(/\/documents\/[0-9a-f-]{36}$/u);

    const path = new URL(page.url()).pathname;
    await expectGoodPage(page, path);
    await page.goto(`${path}#trang-2`);
    const second = page.locator("#trang-2 img");
    await second.scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("#trang-2 img").naturalWidth === 1000);
    await page.goto(path);
    await takePicture(page, "document");

    await page.goto("/documents");
    await page.locator("#q").fill("qđ 1601 ngày 9/5/2013");
    await page.locator("#q").press("Enter");
    await page.getByText("1–1 trong 1 văn bản").waitFor();
    await expectGoodPage(page, "/documents");
    await takePicture(page, "documents");
  }));
