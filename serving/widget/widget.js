// The one script tag: <script src="https://HOST/widget.js" data-inbox="web" defer></script>
// Waits for an idle moment, then loads the widget's modules from where it came from itself.
(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"][data-inbox]');
  if (!script) return;
  const modules = new URL("widget/", script.src);
  const options = { origin: modules.origin, modules: modules.href, ...script.dataset };
  const load = () =>
    import(new URL("main.js", modules).href)
      .then(({ start }) => start(options))
      .catch((error) => console.error("Parley: the widget could not start.", error));
  const whenIdle = () =>
    "requestIdleCallback" in window ? requestIdleCallback(load, { timeout: 1500 }) : setTimeout(load, 200);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whenIdle, { once: true });
  else whenIdle();
})();
