// The front door and the first rooms: signing in, the dashboard, the register.

import assert from "node:assert/strict";
import { test } from "node:test";
import { accounts, narrow, withPage } from "./browser.mjs";
import { expectAccessible, expectGoodPage, expectNoSideways, signIn, tabTo, takePicture } from "./steps.mjs";

test("nobody enters without signing in", () =>
  withPage({}, async (page) => {
    for (const path of ["/", "/clusters"]) {
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, "/sign-in", `${path} asks to sign in`);
    }
    await expectAccessible(page, "/sign-in");
    await expectNoSideways(page, "/sign-in");
    await takePicture(page, "sign-in");
  }));

test("a wrong password is refused in plain words", () =>
  withPage({}, async (page) => {
    await page.goto("/sign-in");
    await page.locator('input[name="name"]').fill(accounts()[0].name);
    await page.locator('input[name="password"]').fill("không-phải-mật-khẩu");
    await page.locator('input[name="password"]').press("Enter");
    const told = await page.getByRole("alert").textContent();
    assert.match(told, /mật khẩu/iu);
    assert.equal(new URL(page.url()).pathname, "/sign-in");
  }));

test("an officer signs in with the keyboard only", () =>
  withPage({}, async (page) => {
    const { name, password } = accounts()[0];
    await page.goto("/sign-in");
    await tabTo(page, page.locator('input[name="name"]'));
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.keyboard.press("Enter")]);

    await page.goto("/");
    await page.keyboard.press("Tab");
    const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
    assert.equal(first, "#main", "the first stop jumps to the content");
    await tabTo(page, page.locator('nav a[href="/clusters"]'));
    await page.keyboard.press("Enter");
    await page.waitForURL("**/clusters");
  }));

test("the dashboard is good on screen, on paper, narrow and in the dark", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await expectGoodPage(page, "/");
    await takePicture(page, "dashboard");
  }));

test("the register lists clusters in a table", () =>
  withPage({}, async (page) => {
    await signIn(page);
    await expectGoodPage(page, "/clusters");
    assert.ok((await page.locator("table tbody tr").count()) > 1, "there are rows");
    await takePicture(page, "clusters");
  }));

test("pages work on a telephone", () =>
  withPage({ viewport: narrow }, async (page) => {
    await signIn(page);
    for (const path of ["/", "/clusters", "/account"]) {
      await page.goto(path);
      await expectNoSideways(page, path);
    }
    await page.goto("/");
    await takePicture(page, "dashboard-narrow");
  }));

test("pages work without scripts", () =>
  withPage({ javaScriptEnabled: false }, async (page) => {
    await signIn(page);
    await page.goto("/clusters");
    assert.ok((await page.locator("table tbody tr").count()) > 1, "the list is there");
  }));
