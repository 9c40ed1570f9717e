// The page's own buttons ask the widget; the widget needs none of this.
const messenger = async () => {
  await customElements.whenDefined("parley-messenger");
  return document.querySelector("parley-messenger");
};

for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", async () => (await messenger()).ask(button.dataset.ask));
}
