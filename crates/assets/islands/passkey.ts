// Forms that are answered by a passkey. Without scripts, or in a browser that has none, they stay hidden.
export {};

type Json = Record<string, unknown>;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function ids(list: unknown): PublicKeyCredentialDescriptor[] {
  const known = (list ?? []) as (Json & { id: string })[];
  return known.map((one) => ({ ...one, id: bytes(one.id) }) as unknown as PublicKeyCredentialDescriptor);
}

async function make(asked: Json): Promise<Json> {
  const user = asked.user as Json & { id: string };
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge as string),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: ids(asked.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: {},
    response: {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
    },
  };
}

async function get(asked: Json): Promise<Json> {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge as string),
    allowCredentials: ids(asked.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    extensions: {},
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  };
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}

async function answer(form: HTMLFormElement): Promise<void> {
  const problem = form.querySelector<HTMLElement>("[role=alert]");
  if (problem) problem.hidden = true;
  try {
    const asking = await fetch(form.dataset.question ?? "", { method: "POST" });
    if (!asking.ok) throw new Error(`asked: ${asking.status}`);
    const question = (await asking.json()) as { token: string; publicKey: Json };
    const ceremony = form.dataset.passkey === "create" ? make : get;
    const credential = await ceremony(question.publicKey);
    fill(form, "token", question.token);
    fill(form, "credential", JSON.stringify(credential));
    form.submit();
  } catch {
    // Whoever waves the device away, or has none, reads what else can be done.
    if (problem) problem.hidden = false;
  }
}

if ("credentials" in navigator && "PublicKeyCredential" in window) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void answer(form);
    });
  }
}
