// The ways in: a code of an app, a passkey, an account at another house.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { withPage } from "./browser.mjs";
import { freePort, startProgram } from "./program.mjs";
import { expectAccessible, expectGoodPage, expectNoSideways, takePicture } from "./steps.mjs";
import { startProvider } from "../oidc-provider.mjs";

const own = "gánh lúa qua đê chiều";
const label = "tài khoản công vụ";
let program;
let house;
let options;

before(async () => {
  const port = await freePort();
  house = await startProvider({
    clientId: "longan",
    clientSecret: "only-for-the-journeys",
    returnTo: `http://localhost:${port}/sign-in/openid/return`,
    people: {
      lan: { email: "lan@tinh.example.vn", email_verified: true },
      hoa: { email: "hoa@tinh.example.vn", email_verified: false },
      la: { email: "la@tinh.example.vn", email_verified: true },
    },
  });
  program = await startProgram(
    port,
    `[settings.sign_in.openid]
issuer = "${house.issuer}"
client_id = "longan"
client_secret = "only-for-the-journeys"
label = "${label}"
`,
  );
  options = { baseURL: program.address, houses: [program.address, house.issuer] };
});

after(async () => {
  await program?.stop();
  await house?.stop();
});

/** Types name and password and goes on to wherever that leads. */
async function signIn(page, name, password) {
  await page.goto("/sign-in");
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu").fill(password);
  await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.keyboard.press("Enter")]);
}

async function signOut(page) {
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await page.waitForURL("**/sign-in");
}

/** The code an app shows for a secret so many steps of 30 seconds from now (RFC 6238). */
function codeOf(secret, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replaceAll(" ", "")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/gu).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac("sha1", key).update(counter).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Signs in at the other house as somebody, from a page that has just sent us there. */
async function beAtHouse(page, name) {
  await page.waitForURL(`${house.issuer}/**`);
  await page.locator("input[name=login]").fill(name);
  await Promise.all([page.waitForURL(`${program.address}/**`), page.keyboard.press("Enter")]);
}

test("an administrator chooses a password, adds an app and a passkey, and signs in with each", () =>
  withPage(options, async (page) => {
    await signIn(page, "quan-tri", program.password);
    await page.goto("/users");
    assert.equal(new URL(page.url()).pathname, "/account", "the one-time password is changed first");
    await page.getByLabel("Mật khẩu mới", { exact: true }).fill(own);
    await page.getByLabel("Nhập lại mật khẩu mới").fill(own);
    await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
    await page.waitForURL(`${program.address}/`);

    for (const path of ["/account", "/account/factors", "/account/totp", "/factor-rules", "/users/invite"]) {
      await expectGoodPage(page, path);
    }
    await page.goto("/account/totp");
    await takePicture(page, "totp");
    const secret = await page.locator("ol code").textContent();
    await page.getByLabel("Mã 6 chữ số").fill(codeOf(secret));
    await page.getByRole("button", { name: "Thêm" }).click();
    await page.getByText("chỉ hiện một lần").waitFor();
    assert.equal(await page.locator("main li code").count(), 10);
    await expectAccessible(page, "codes on paper");
    await signOut(page);

    await signIn(page, "quan-tri", own);
    assert.equal(new URL(page.url()).pathname, "/sign-in/second");
    await expectAccessible(page, "/sign-in/second");
    await expectNoSideways(page, "/sign-in/second");
    await page.getByLabel("Mã 6 chữ số").fill("000000");
    await page.keyboard.press("Enter");
    assert.match(await page.getByRole("alert").textContent(), /Mã không đúng/u);
    await page.getByLabel("Mã 6 chữ số").fill(codeOf(secret, 1));
    await page.keyboard.press("Enter");
    await page.waitForURL(`${program.address}/`);

    const device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto("/account/factors");
    await page.getByLabel("Tên gợi nhớ").fill("Máy ở cơ quan");
    await page.getByRole("button", { name: "Thêm khóa truy cập" }).click();
    await page.getByRole("cell", { name: "Máy ở cơ quan", exact: true }).waitFor();
    await expectGoodPage(page, "/account/factors");
    await takePicture(page, "factors");
    await signOut(page);

    await page.getByRole("button", { name: "Đăng nhập bằng khóa truy cập" }).click();
    await page.waitForURL(`${program.address}/`);
    await page.goto("/account");
    await page.getByRole("row", { name: /phiên này/u }).getByText("Khóa truy cập").waitFor();
    await signOut(page);

    // After the password, the same passkey is the second factor.
    await signIn(page, "quan-tri", own);
    await page.getByRole("button", { name: "Dùng khóa truy cập" }).click();
    await page.waitForURL(`${program.address}/`);

    // People for the journeys below.
    for (const name of ["lan", "hoa"]) {
      await page.goto("/users/invite");
      await page.getByLabel("Tên đăng nhập").fill(name);
      await page.getByLabel("Họ và tên").fill(`Người ${name}`);
      await page.getByLabel("Thư điện tử").fill(`${name}@tinh.example.vn`);
      await page.getByLabel("Vai trò đầu tiên").selectOption("officer");
      await page.getByLabel("Địa bàn").selectOption({ index: 1 });
      await page.getByRole("button", { name: "Mời" }).click();
      invitations[name] = await page.getByRole("status").locator("code").textContent();
    }
    await expectGoodPage(page, "/users/lan/access");
  }));

const invitations = {};

test("nobody comes in from another house without having been asked", () =>
  withPage(options, async (page) => {
    await page.goto("/sign-in");
    await expectAccessible(page, "/sign-in");
    await page.getByRole("link", { name: label }).click();
    await beAtHouse(page, "la");
    assert.match(await page.getByRole("alert").textContent(), /chưa được mời/u);
  }));

test("whoever was invited by a verified address comes in from another house, and again", () =>
  withPage(options, async (page) => {
    await page.goto(`/sign-in?next=${encodeURIComponent("/clusters")}`);
    await page.getByRole("link", { name: label }).click();
    await beAtHouse(page, "lan");
    assert.equal(new URL(page.url()).pathname, "/clusters");
    await signOut(page);
    // The other house still knows the browser, and the invitation is used up.
    await page.getByRole("link", { name: label }).click();
    await page.waitForURL(`${program.address}/`);
    await page.goto("/account");
    await page.getByText("lan@tinh.example.vn").waitFor();
    await expectGoodPage(page, "/account");
    const used = await page.request.get(invitations.lan);
    assert.equal(used.status(), 422, "the invitation is used up");
  }));

test("an address that nobody verified proves nothing; a link made while signed in does", () =>
  withPage(options, async (page) => {
    await page.goto("/sign-in");
    await page.getByRole("link", { name: label }).click();
    await beAtHouse(page, "hoa");
    assert.match(await page.getByRole("alert").textContent(), /chưa được mời/u);

    await page.goto(invitations.hoa);
    await expectAccessible(page, "an invitation");
    await expectNoSideways(page, "an invitation");
    await page.getByLabel("Mật khẩu mới", { exact: true }).fill(own);
    await page.getByLabel("Nhập lại mật khẩu mới").fill(own);
    await page.getByRole("button", { name: "Đặt mật khẩu" }).click();
    await page.waitForURL(`${program.address}/`);
    await page.goto("/account");
    await page.getByRole("link", { name: `Liên kết ${label}` }).click();
    await page.waitForURL(`${program.address}/account`);
    await signOut(page);
    await page.getByRole("link", { name: label }).click();
    await page.waitForURL(`${program.address}/`);
  }));

test("the way back from another house works once and in the browser that began", () =>
  withPage(options, async (page) => {
    const asked = await page.request.get("/sign-in/openid", { maxRedirects: 0 });
    const state = new URL(asked.headers().location).searchParams.get("state");
    await page.context().clearCookies();
    await page.goto(`/sign-in/openid/return?state=${state}&code=stolen`);
    assert.match(await page.getByRole("alert").textContent(), /trình duyệt khác/u);
  }));
