// What all pages share. Every page works without it.
import "./htmx-config";
import "htmx.org";
import "@tabler/core/js/src/bootstrap/alert";
import "@tabler/core/js/src/bootstrap/collapse";
import "@tabler/core/js/src/bootstrap/dropdown";

const root = document.documentElement;

// Buttons that do nothing without scripts arrive hidden and are shown here.
function reveal(within: ParentNode): void {
  for (const element of within.querySelectorAll<HTMLElement>("[data-theme-toggle], [data-print]")) {
    element.hidden = false;
  }
  // The button of a form that sends itself is needed only without scripts.
  for (const button of within.querySelectorAll<HTMLElement>("form[data-auto-submit] [data-fallback]")) {
    button.hidden = true;
  }
}

function isDark(): boolean {
  return root.getAttribute("data-bs-theme") === "dark";
}

function showTheme(): void {
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-pressed", String(isDark()));
  }
}

function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  root.setAttribute("data-bs-theme", theme);
  try {
    localStorage.setItem("longan-theme", theme);
  } catch {
    // A browser that keeps nothing still shows the theme until the next page.
  }
  showTheme();
}

// Filters send themselves: a choice at once, typed text after a pause.
let pause: number | undefined;
function sendFilter(event: Event): void {
  const field = event.target as HTMLElement;
  const form = field.closest<HTMLFormElement>("form[data-auto-submit]");
  if (!form || field.closest("[data-no-submit]")) return;
  const typed = field instanceof HTMLInputElement && ["search", "text", "number"].includes(field.type);
  clearTimeout(pause);
  if (event.type === "change") form.requestSubmit();
  // Only a form that htmx answers in place may be sent while somebody types.
  else if (typed && form.matches("[hx-get]")) pause = window.setTimeout(() => form.requestSubmit(), 400);
}

function writes(element: EventTarget | null): boolean {
  return element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea, select"));
}

document.addEventListener("click", (event) => {
  const element = event.target instanceof Element ? event.target : null;
  if (element?.closest("[data-theme-toggle]")) toggleTheme();
  if (element?.closest("[data-print]")) window.print();
});
document.addEventListener("change", sendFilter);
document.addEventListener("input", sendFilter);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const search = document.querySelector<HTMLInputElement>("[data-search], input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
document.addEventListener("htmx:after:swap", () => reveal(document));

reveal(document);
showTheme();
