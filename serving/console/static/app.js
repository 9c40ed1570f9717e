import { Shell } from "./shell.js";
import { loadWords } from "./words.js";

const TRY_AGAIN_MS = 3_000;

// The page came from the server that has its words: without an answer it is only busy for a moment.
for (let loaded = false; !loaded; ) {
  loaded = await loadWords().then(
    () => true,
    () => new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS)),
  );
}
customElements.define("parley-console", Shell);
