// Reads a list of texts and prints the list of what AutoCorrect makes of them.
import { readFileSync } from "node:fs";
import autocorrect from "autocorrect-node";

const texts = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(texts.map((text) => autocorrect.formatFor(text, "text.txt"))));
