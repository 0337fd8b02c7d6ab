// Promotion: from a number of the plan board down to its decision, and from a need told on the
// telephone to the liquidated contract.

import assert from "node:assert/strict";
import { test } from "node:test";
import { accounts, narrow, withPage } from "./browser.mjs";
import { expectGoodPage, signIn, tabTo, takePicture } from "./steps.mjs";

const account = (name) => {
  const found = accounts().find((person) => person.name === name);
  assert.ok(found, `the sample province has ${name}`);
  return found;
};
const longAn = "province:80:";
const telephone = { viewport: narrow, isMobile: true, hasTouch: true };
const words = (page) => page.locator("main").innerText();
const here = (page) => new URL(page.url()).pathname;

/** Types into the boxes of a form, and picks from its lists, by their names. */
async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const box = page.locator(`main [name="${name}"]`);
    const isList = await box.evaluate((element) => element.tagName === "SELECT");
    await (isList ? box.selectOption(value) : box.fill(value));
  }
}

/** The boxes by which a record names its paper. */
const paper = (kind, number, day, subject) => ({
  document_kind: kind,
  document_number: number,
  document_day: day,
  document_issuer: "Sở Công Thương (mẫu)",
  document_subject: subject,
});

/** Sends the form; whatever the program did not take is told in full. */
async function send(page) {
  const before = page.url();
  await page.getByRole("button", { name: "Ghi", exact: true }).click();
  const told = () => page.locator("main .alert-danger, main .invalid-feedback").allInnerTexts();
  await page
    .waitForURL((url) => url.href !== before && !url.pathname.endsWith("/new"))
    .catch(async () => assert.fail(`${before}: ${(await told()).join(" ")}`));
  assert.deepEqual(await told(), [], `${before} is taken`);
}

/** Opens the first link in the page with these words. */
async function follow(page, name) {
  const before = page.url();
  await page.locator(".page-wrapper").getByRole("link", { name }).first().click();
  await page.waitForURL((url) => url.href !== before);
}

/** Finds a project on the board of 2013 by its words; its address. */
async function openProject(page, name) {
  await page.goto(`/promotion?place=${longAn}&year=2013`);
  await follow(page, name);
  return here(page);
}

/** A file starts as its kind does. */
async function expectFile(page, address, start) {
  const file = await page.request.get(address);
  assert.equal(file.status(), 200, address);
  assert.equal((await file.body()).subarray(0, start.length).toString(), start, address);
}

test("the plan board of 2013 leads from a sum to its rows and their decision", () =>
  withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await expectGoodPage(page, `/promotion?place=${longAn}&year=2013`);
    await takePicture(page, "promotion");
    for (const [track, title, projects, support, decision] of [
      ["national", "Khuyến công quốc gia 2013, đợt 1", 6, "865.000.000", "7768/QĐ-BCT"],
      ["local", "Khuyến công địa phương 2013, đợt 1", 11, "783.360.000", "1600/QĐ-UBND"],
    ]) {
      await page.goto(`/promotion?place=${longAn}&year=2013&track=${track}`);
      assert.match(await words(page), new RegExp(`trong ${projects} đề án`, "u"));
      await page.goto("/promotion/plans");
      await follow(page, title);
      assert.equal(await page.getByRole("row", { name: /^(QG|DP)\d\d/u }).count(), projects, title);
      assert.ok((await page.getByRole("row", { name: /Tổng cộng/u }).innerText()).includes(support), title);
      await expectGoodPage(page, here(page));
      await page.goto(`/promotion/report?place=${longAn}&year=2013`);
      await follow(page, support);
      assert.ok((await words(page)).includes(support), "the rows add up to the number");
      const rows = page.locator("tbody tr").filter({ has: page.locator("a[href^='/documents/']") });
      assert.equal(await rows.count(), projects, "each project has its row");
      assert.ok((await rows.first().innerText()).includes(decision), "each row names its decision");
      await expectGoodPage(page, new URL(page.url()).pathname + new URL(page.url()).search);
      await page.locator("main a[href^='/documents/']").first().click();
      await page.waitForURL("**/documents/**");
      assert.ok((await words(page)).includes(decision));
    }
  }));

test("an advance above the cap is flagged with the article and its day", () =>
  withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    const address = await openProject(page, /thành lập doanh nghiệp/u);
    const told = await page.locator("main .alert").allInnerTexts();
    assert.match(told.join("\n"), /Tạm ứng 100\.000\.000 đồng ngày 02\/04\/2013/u);
    assert.match(told.join("\n"), /TTLT 26\/2014.*Điều 8 khoản 2 điểm b\) – vượt 30\.000\.000 đồng/u);
    await expectGoodPage(page, address);
  }));

test("the spending of a year is a curve with its table, and each sum of it opens its rows", () =>
  withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await page.goto(`/promotion/effects?place=${longAn}&year=2013`);
    const chart = page.locator(".chart-drawn[role=img]");
    await chart.locator("svg").waitFor();
    assert.match((await chart.getAttribute("aria-label")) ?? "", /Biểu đồ đường: .*2013.*Số liệu đầy đủ ở bảng liền kề/);
    await takePicture(page, "promotion-spending");
    const march = page.locator("tr", { hasText: "03/2013" });
    assert.match(await march.innerText(), /865\s+235,701\s+430,5/);
    await march.getByRole("link", { name: "430,5" }).click();
    await page.waitForURL(/until=2013-03-31/);
    assert.match(await words(page), /Cộng 4 dòng\s+430\.500\.000/);
    await expectGoodPage(page, `/promotion/effects?place=${longAn}&year=2013`);
    // On paper no page of promotion is wider than its sheet.
    const project = await openProject(page, /máy gieo sạ đay/);
    await page.setViewportSize({ width: 720, height: 1000 });
    await page.emulateMedia({ media: "print" });
    for (const path of [project, `/promotion/effects?place=${longAn}&year=2013`]) {
      await page.goto(path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${path} is ${over} px wider than its sheet`);
    }
  }));

test("every page of promotion is good on screen, on paper, narrow and in the dark", () =>
  withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    for (const path of [
      "/promotion/plans",
      "/promotion/plans/new",
      "/promotion/programmes/new",
      "/promotion/projects/new",
      "/promotion/drafts/new",
      `/promotion/report?place=${longAn}&year=2013`,
      "/promotion/calendar",
      "/promotion/effects",
      "/promotion/needs",
      "/promotion/needs/new",
      "/promotion/areas",
      "/promotion/areas/new",
    ]) {
      await expectGoodPage(page, path);
    }
  }));

test("the board and a project are read without scripts", () =>
  withPage({ javaScriptEnabled: false }, async (page) => {
    await signIn(page, account("can-bo"));
    await openProject(page, /tách màu/u);
    assert.match(await words(page), /1600\/QĐ-UBND/u);
    await follow(page, "Kê khai dự toán");
    const told = await words(page);
    assert.match(told, /22\/DT-TTKC/u, "the sample has entries for its forms");
    assert.match(told, /Cộng các dòng còn tính\s*850\.000\.000/u, "vouchers add up");
    assert.doesNotMatch(told, /Cộng các dòng còn tính\s*200\.000\.000/u, "minutes of the same money do not");
  }));

const wish = "Mua máy cắt bánh phồng thay cắt tay";
const machine = "máy cắt bánh phồng bán tự động";

test("a commune officer enters a need told by telephone, on a telephone", () =>
  withPage(telephone, async (page) => {
    await signIn(page, account("xa-duc-hoa"));
    await expectGoodPage(page, "/promotion/needs/new");
    await page.goto("/promotion/needs/new");
    await fill(page, {
      name: "Hộ kinh doanh Bánh phồng Mây Tím",
      origin: "phone",
      place: "27937",
      asked_on: "05/01/2026",
      wish,
      activity: "machinery_technology",
      equipment: machine,
      support: "100",
      own: "150",
      sector: "agro_processing",
      workers: "12",
      capital: "800",
      target_year: "2026",
    });
    await page.getByRole("button", { name: "Ghi", exact: true }).click();
    assert.match(await page.locator("#paperless-problem").innerText(), /hãy ghi lý do/u);
    assert.equal(await page.locator("#equipment").inputValue(), machine, "nothing is lost");
    await fill(page, { paperless: "Chủ hộ gọi điện ngày 05/01/2026, đơn gửi sau" });
    await send(page);
    await follow(page, "Kiểm tra điều kiện");
    await fill(page, { new_machine: "yes", improves: "yes", invested: "yes", once_only: "yes" });
    await send(page);
    const told = await words(page);
    assert.match(told, /Đạt/u);
    assert.match(told, /TT 46\/2012\/TT-BCT, Điều 4 và Điều 5/u, "each answer names its article");
    assert.match(told, /Chưa có văn bản: Chủ hộ gọi điện/u);
    await expectGoodPage(page, here(page));
    await takePicture(page, "promotion-need-telephone");
  }));

/** The plan of 2026: without a day while it is drawn up, with one when it is decided. */
async function addPlan(page, values, document) {
  await page.goto("/promotion/plans/new");
  await fill(page, { year: "2026", track: "local", place: "80", ...values, ...document });
  await send(page);
}

/** The steps of a local project after it is drafted: key, day, and what else is typed. */
const steps = [
  ["register", "07/01/2026", { amount: "100" }],
  ["appraise", "08/01/2026", { amount: "100" }],
  ["submit", "09/01/2026", {}],
  ["approve", "", { code: "DP21", amount: "100" }],
  ["contract", "15/01/2026", { amount: "100" }],
  ["advance", "20/01/2026", { amount: "70", done_percent: "75" }],
  ["accept", "20/05/2026", {}],
  ["pay_rest", "22/05/2026", {}],
  ["settle", "26/05/2026", { amount: "100" }],
  ["liquidate", "29/05/2026", {}],
];

/** Records a step with its paper; all that goes with it is in that paper. */
async function pass(page, address, [key, day, values]) {
  await page.goto(`${address}/steps/${key}`);
  if (day) await fill(page, { on_day: day, ...paper("other", `MẪU ${key}/2026`, day, "Văn bản của bước") });
  else await page.locator("#plan_id").selectOption({ index: (await page.locator("#plan_id option").count()) - 1 });
  await fill(page, values);
  for (const box of await page.locator("main input[name^='paper_']").all()) await box.fill("như trên");
  await send(page);
  assert.equal(here(page), address, `${key} leads back to the project`);
}

/** What the forms need besides the money. */
async function enter(page, address, kind, values) {
  await page.goto(`${address}/entries/${kind}/new`);
  await fill(page, values);
  await send(page);
}

test("the need becomes a draft, a decided project, a contract, and is settled and liquidated", () =>
  withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await addPlan(page, {}, paper("letter", "MẪU 31/SCT", "05/01/2026", "Hướng dẫn lập kế hoạch 2026"));
    await page.goto("/promotion/needs?q=may%20cat%20banh%20phong");
    await follow(page, wish);
    const need = here(page);
    await follow(page, "Đăng ký đề án");
    assert.equal(await page.locator("#equipment").inputValue(), machine, "the need fills in the draft");
    await fill(page, {
      code: "N1",
      executor: "Trung tâm Khuyến công (mẫu)",
      ...paper("letter", "MẪU 02/ĐK", "06/01/2026", "Đăng ký đề án"),
    });
    await send(page);
    const address = here(page);
    assert.match(await words(page), /Nháp/u);
    await tabTo(page, page.locator(`a[href='${address}/steps/register']`).first(), 90);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${address}/steps/register`);
    await expectGoodPage(page, here(page));
    for (const step of steps.slice(0, 3)) await pass(page, address, step);
    const decision = paper("decision", "MẪU 40/QĐ-UBND", "12/01/2026", "Phê duyệt kế hoạch 2026");
    await addPlan(page, { batch: "1", approved_on: "12/01/2026" }, decision);
    await pass(page, address, steps[3]);
    assert.match(await words(page), /Chưa đủ để xét/u, "nobody knows yet who else pays");
    await follow(page, "Ghi kinh phí");
    const own = { stage: "allotted", source: "counterpart", amount: "150", on_day: "12/01/2026", year: "2026", batch: "1" };
    await fill(page, { ...own, ...decision });
    await send(page);
    assert.doesNotMatch(await words(page), /Chưa đủ để xét|Được duyệt 100\.000\.000 đồng: Vượt/u, "its own money counts");
    for (const step of steps.slice(4)) await pass(page, address, step);
    const told = await words(page);
    for (const said of ["Đã thanh lý", "40/QĐ-UBND", "70,00 %"]) assert.ok(told.includes(said), `${said} in ${told}`);

    await enter(page, address, "cost", {
      content: "Mua máy cắt bánh phồng",
      support: "100",
      counterpart: "150",
      ...paper("other", "MẪU 05/DT", "06/01/2026", "Dự toán"),
    });
    await enter(page, address, "voucher", {
      number: "0000321",
      on_day: "18/05/2026",
      issuer: "Cửa hàng Máy Bánh (mẫu)",
      content: "Máy cắt bánh phồng",
      amount: "100",
      cost_id: { index: 1 },
    });
    await enter(page, address, "acceptance", {
      scope: "whole",
      on_day: "20/05/2026",
      content: "Đã lắp đặt, chạy thử đạt",
      amount: "100",
      counterpart: "150",
      parties: "Sở Công Thương; UBND xã; Trung tâm Khuyến công",
      ...paper("minutes", "MẪU 12/BB", "20/05/2026", "Biên bản nghiệm thu"),
    });
    assert.match(await words(page), /0000321/u);
    await expectGoodPage(page, `${address}/entries`);
    await expectFile(page, `${address}/forms/mau-01/docx`, "PK");
    await expectFile(page, `${address}/forms/mau-08a/xlsx`, "PK");
    await expectFile(page, `${address}/forms/mau-05b/pdf`, "%PDF-");
    await expectFile(page, `${address}/forms.zip`, "PK");
    await expectGoodPage(page, address);
    await page.goto(need);
    assert.match(await words(page), /DP21/u, "the need leads to its project");
  }));

test("a stranger, a tenant and a commune officer see only theirs", async () => {
  const seen = { national: "", need: "" };
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    seen.national = await openProject(page, /máy gieo sạ/u);
    await page.goto("/promotion/needs?q=cau%20tre");
    await follow(page, /vót nan/u);
    seen.need = here(page);
  });
  const refuses = async (page, status, paths) => {
    for (const path of paths) assert.equal((await page.goto(path)).status(), status, path);
  };
  const others = [
    seen.national,
    `${seen.national}/entries`,
    `${seen.national}/forms/mau-01/html`,
    `${seen.national}/forms.zip`,
    seen.need,
  ];
  await withPage({}, async (page) => {
    for (const path of ["/promotion", "/promotion/needs", ...others]) {
      await page.goto(path);
      assert.equal(here(page), "/sign-in", `${path} asks to sign in`);
    }
  });
  await withPage(telephone, async (page) => {
    await signIn(page, account("doanh-nghiep"));
    await refuses(page, 404, ["/promotion", "/promotion/plans", "/promotion/report", ...others]);
    await page.goto("/promotion/needs");
    assert.match(await words(page), /Không có nhu cầu nào/u);
    await follow(page, "Ghi nhu cầu");
    await fill(page, {
      place: "27937",
      asked_on: "06/01/2026",
      wish: "Thuê tư vấn tiết kiệm điện",
      activity: "hire_consultant",
      target_year: "2027",
    });
    await send(page);
    await expectGoodPage(page, here(page));
    await page.goto("/promotion/needs");
    assert.match(await words(page), /1–1 trong 1 nhu cầu/u);
  });
  await withPage({}, async (page) => {
    await signIn(page, account("xa-duc-hoa"));
    await refuses(page, 404, others);
    await refuses(page, 403, ["/promotion/projects/new", "/promotion/plans/new"]);
    await page.goto("/promotion/needs");
    assert.match(await words(page), /Bánh phồng Mây Tím/u);
    assert.ok(!(await words(page)).includes("Cầu Tre"), "another commune's need");
  });
});
