import { describe, expect, it } from "vitest";
import { escapeHtml, html } from "./html.ts";

describe("html", () => {
  it("escapes text in elements and in quoted attributes", () => {
    const hostile = `"><script>alert('1')</script>&`;
    expect(html`<b title="${hostile}">${hostile}</b>`.toString()).not.toMatch(/<script|"><|'/);
    expect(escapeHtml("<")).toBe("&#60;");
  });

  it("leaves markup alone, in lists too, and prints nothing for what is not there", () => {
    expect(html`<p>${[html`<i>1</i>`, " & ", 2]}${undefined}${false}</p>`.toString()).toBe("<p><i>1</i> &#38; 2</p>");
  });

  it("shows control characters as U+FFFD and drops marks that turn the reading direction", () => {
    expect(escapeHtml("a\u0000b\u001b[31mc\u0085d")).toBe("a\uFFFDb\uFFFD[31mc\uFFFDd");
    expect(escapeHtml("safe\u202Eexe.\u2066txt\u200F")).toBe("safeexe.txt");
    expect(escapeHtml("line\n\ttab")).toBe("line\n\ttab");
    expect(escapeHtml("half \ud83d of a pair")).toBe("half \uFFFD of a pair");
  });
});
