// Another house where people have accounts: a real OpenID Connect provider for the journeys.
// Whoever types a name is that person; nobody has a password here.

import { createServer } from "node:http";
import { Provider } from "oidc-provider";

/**
 * Starts the provider for one client. `people` maps a name to what is known of the person:
 * `{ email, email_verified }`. Returns its address and how to stop it.
 */
export async function startProvider({ clientId, clientSecret, returnTo, people }) {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [returnTo] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["only for the journeys"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    // Nobody is asked what the program may see: it is the house's own.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid email");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url.startsWith("/interaction/")) return answer(request, response);
    const failed = (error) => response.writeHead(500).end(String(error));
    (request.method === "POST" ? enter(provider, request, response) : ask(response)).catch(failed);
  });
  return { issuer, stop: () => new Promise((stopped) => server.close(stopped).closeAllConnections?.()) };
}

async function ask(response) {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end('<!doctype html><title>Nhà khác</title><form method="post"><label>Tên <input name="login" autofocus></label></form>');
}

async function enter(provider, request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get("login");
  await provider.interactionFinished(request, response, { login: { accountId } });
}
