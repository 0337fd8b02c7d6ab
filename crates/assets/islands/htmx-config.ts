// Read by htmx when it starts, so this file is imported before it. Its indicator styles are
// in our own style sheet, and nothing of a page is ever evaluated.
export {};

if (!document.querySelector('meta[name="htmx-config"]')) {
  const meta = document.createElement("meta");
  meta.name = "htmx-config";
  meta.content = JSON.stringify({ includeIndicatorCSS: false, transitions: false });
  document.head.append(meta);
}
