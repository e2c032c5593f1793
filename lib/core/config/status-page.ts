/** `statusPage: true`, or which groups get a page for their customers, and what it is called. */
import { z } from "zod";
import { choice, flag, list, text } from "./fields.ts";
import { title } from "./names.ts";

const groupName = text(() => undefined, "acme-prod");
const titles = z.union([title, z.record(z.string(), title)]);

const options = z.strictObject({
  groups: list(groupName, { min: 1 }).describe("Groups that get a page. Default: every group with a publicTitle.").optional(),
  title: titles.describe("What customers call it: of every page, or by group. Never the name of the group itself.").optional(),
  language: choice(["en", "ko"])
    .describe("Of the page itself; the other language is one link away. Default: language.")
    .optional(),
});

export const statusPage = z.union([flag, options]);
