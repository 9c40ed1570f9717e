import { Shell } from "./shell.js";

customElements.define("parley-console", Shell);
