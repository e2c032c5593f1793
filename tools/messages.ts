/** `node tools/messages.ts`: writes docs/messages.md anew. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { messagesDocument } from "./messages-document.ts";

writeFileSync(join(import.meta.dirname, "../docs/messages.md"), messagesDocument());
