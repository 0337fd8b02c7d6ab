// Runs in the head before anything is painted, so that a dark screen never flashes white.
export {};

const chosen = (() => {
  try {
    return localStorage.getItem("longan-theme");
  } catch {
    return null;
  }
})();
const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
