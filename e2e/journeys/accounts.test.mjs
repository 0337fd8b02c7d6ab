// Reading what the program prints when it starts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAccounts } from "./browser.mjs";

test("an account is read from a line, a table or two lines", () => {
  const output = `Longan đang chạy tại http://127.0.0.1:8080
  lan   Chuyên viên   mật khẩu một lần: abcd-efgh-jkmn-p234
  quan-tri | Quản trị | bbbb-efgh-jkmn-p234
Tên đăng nhập: binh
Mật khẩu: cccc-efgh-jkmn-p234`;
  const found = readAccounts(output).map(({ name, password }) => `${name} ${password}`);
  assert.deepEqual(found, ["lan abcd-efgh-jkmn-p234", "quan-tri bbbb-efgh-jkmn-p234", "binh cccc-efgh-jkmn-p234"]);
});
