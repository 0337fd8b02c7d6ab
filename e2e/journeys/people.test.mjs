// People from outside the Department sign in and see exactly theirs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { accounts, withPage } from "./browser.mjs";
import { expectGoodPage, signIn, takePicture } from "./steps.mjs";

const account = (name) => {
  const found = accounts().find((person) => person.name === name);
  assert.ok(found, `the sample province has ${name}`);
  return found;
};

/** The names of the clusters on the list the person sees. */
async function clusterNames(page) {
  await page.goto("/clusters?place=country:VN:&on=31/12/2013");
  return page.locator("tbody a[href^='/clusters/']").allTextContents();
}

async function expectRefused(page, path) {
  const answer = await page.goto(path);
  assert.equal(answer.status(), 404, `${path} is not theirs`);
}

test("a commune officer sees the clusters of the commune and may enter for them", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("xa-duc-hoa"));
    const names = (await clusterNames(page)).join(" ");
    for (const name of ["Đức Hòa Hạ", "Hựu Thạnh 1"]) assert.ok(names.includes(name), names);
    assert.ok(!names.includes("Long Định"), names);
    assert.equal((await page.goto("/clusters/duc-hoa-ha/edit")).status(), 200);
    await expectRefused(page, "/clusters/long-dinh-long-cang");
    await expectGoodPage(page, "/entry-requests");
    await page.locator("#to_day").fill("31/12/2027");
    await page.locator("#reason").fill("Xã chưa có cán bộ chuyên trách");
    await page.getByRole("button", { name: "Gửi đề nghị" }).click();
    await page.getByText("đang hiệu lực").first().waitFor();
    await takePicture(page, "entry-requests");
  });
});

test("an investor sees its cluster, a collaborator reads, a reader reads elsewhere", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("chu-dau-tu"));
    assert.match((await clusterNames(page)).join(" "), /Long Định - Long Cang/);
    await expectRefused(page, "/clusters/duc-hoa-ha");
  });
  await withPage({}, async (page) => {
    await signIn(page, account("cong-tac-vien"));
    assert.match((await clusterNames(page)).join(" "), /Đức Hòa Hạ/);
    assert.equal((await page.goto("/clusters/duc-hoa-ha/edit")).status(), 403);
  });
  await withPage({}, async (page) => {
    await signIn(page, account("nguoi-xem"));
    assert.equal((await page.goto("/clusters/duc-hoa-ha")).status(), 200);
    assert.equal(await page.locator("a[href='/users']").count(), 0);
  });
});

test("a tenant sees its own record and nothing of others", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("doanh-nghiep"));
    for (const path of ["/clusters", "/tenants", "/figures", "/documents", "/clusters.xlsx"]) {
      await expectRefused(page, path);
    }
  });
});

test("the officer enters for the commune that asked, and lets a colleague stand in", async () => {
  await withPage({}, async (page) => {
    await signIn(page, account("can-bo"));
    await expectGoodPage(page, "/delegations");
    await page.locator("#to_whom").fill("nguoi-xem");
    await page.locator("#to_day").fill("31/12/2027");
    await page.getByRole("button", { name: "Ủy quyền", exact: true }).click();
    await page.getByText("Lê Người Xem").first().waitFor();
    await takePicture(page, "delegations");
  });
});

test("roles are given and looked up", async () => {
  await withPage({}, async (page) => {
    await signIn(page);
    await expectGoodPage(page, "/users");
    await takePicture(page, "users");
    await expectGoodPage(page, "/rights");
    await takePicture(page, "rights");
    await expectGoodPage(page, "/users/nguoi-xem");
    await takePicture(page, "roles");
  });
});
