/**
 * Finds in TypeScript source the ways in which credentials freeze: fetched once and passed on, they work until they expire and
 * then fail for ever. The way that never freezes is to pass the provider function, uncalled.
 */
import { parseAst } from "rolldown/parseAst";

export interface Finding {
  /** Counted from 1. */
  readonly line: number;
  readonly rule: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

const PROVIDER_NAME =
  /provider$|credentials?$|creds$|identity$|^from(NodeProviderChain|Http|Env|Ini|Process|SSO|TokenFile|WebToken|TemporaryCredentials|InstanceMetadata|ContainerMetadata)$/i;
const FETCHED_NAME = /^(creds|credentials?|identity|keys)$/i;
const KEY_NAMES = new Set(["accessKeyId", "secretAccessKey", "sessionToken"]);
const CREDENTIAL_OPTIONS = new Set(["credentials", "masterCredentials"]);
const KEY_VARIABLES = new Set(["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]);
const PRESIGNERS = /^@aws-sdk\/(s3-request-presigner|s3-presigned-post|rds-signer)$/;
/** Ways to hold what a provider has yielded. */
const SETTLERS = new Set(["then", "finally"]);

/** Every place where the source could freeze credentials, in order. */
export function findFrozenCredentials(source: string): Finding[] {
  const findings: Finding[] = [];
  walk(parse(source), (node) => {
    const rule = RULES.find((candidate) => candidate.isBroken(node));
    if (rule) findings.push({ line: source.slice(0, node.start).split("\n").length, rule: rule.name });
  });
  return findings;
}

const RULES: readonly { readonly name: string; readonly isBroken: (node: Node) => boolean }[] = [
  {
    name: "a provider is called and its credentials kept",
    isBroken: (node) => isAwaitedProvider(node) || isSettledProvider(node),
  },
  { name: "keys are copied out of credentials", isBroken: (node) => isKeyProperty(node) || isKeyRead(node) },
  {
    name: "fetched credentials are spread",
    isBroken: (node) => node.type === "SpreadElement" && FETCHED_NAME.test(nameOf(node.argument)),
  },
  { name: "a client is given something else than a provider function", isBroken: isFrozenOption },
  { name: "keys are read from the environment", isBroken: (node) => KEY_VARIABLES.has(nameOf(node)) },
  { name: "a presigned URL outlives its credentials", isBroken: (node) => isImportOf(node, PRESIGNERS) },
];

function isAwaitedProvider(node: Node): boolean {
  return node.type === "AwaitExpression" && isProviderCall(node.argument);
}

function isSettledProvider(node: Node): boolean {
  const callee = node.type === "CallExpression" ? asNode(node.callee) : undefined;
  return callee?.type === "MemberExpression" && SETTLERS.has(nameOf(callee.property)) && isProviderCall(callee.object);
}

/** `provider()`, `client.config.credentials()`, `fromHttp()()`; not `createCredentials()`, whose result is no credentials. */
function isProviderCall(value: unknown): boolean {
  const call = asNode(value);
  if (call?.type !== "CallExpression") return false;
  const callee = asNode(call.callee);
  const called = callee?.type === "CallExpression" ? asNode(callee.callee) : callee;
  const name = nameOf(called);
  return PROVIDER_NAME.test(name) && !name.startsWith("create");
}

function isKeyProperty(node: Node): boolean {
  return node.type === "Property" && KEY_NAMES.has(nameOf(node.key));
}

function isKeyRead(node: Node): boolean {
  return node.type === "MemberExpression" && KEY_NAMES.has(nameOf(node.property));
}

function isFrozenOption(node: Node): boolean {
  if (node.type !== "Property" || !CREDENTIAL_OPTIONS.has(nameOf(node.key))) return false;
  const type = asNode(node.value)?.type ?? "";
  return ["ObjectExpression", "AwaitExpression", "ArrowFunctionExpression", "FunctionExpression"].includes(type);
}

function isImportOf(node: Node, packages: RegExp): boolean {
  const isImport = node.type === "ImportDeclaration" || node.type === "ImportExpression";
  const source = isImport ? asNode(node.source) : undefined;
  return source !== undefined && packages.test(nameOf(source));
}

/** Name of an identifier, of the last part of `a.b.c`, or the text of a string. */
function nameOf(value: unknown): string {
  const node = asNode(value);
  if (node?.type === "Identifier") return String(node.name);
  if (node?.type === "PrivateIdentifier") return String(node.name);
  if (node?.type === "Literal") return String(node.value);
  return node?.type === "MemberExpression" ? nameOf(node.property) : "";
}

function parse(source: string): Node {
  const program = asNode(parseAst(source, { lang: "ts" }));
  if (program === undefined) throw new Error("The parser gave no tree.");
  return program;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      const child = asNode(item);
      if (child !== undefined) walk(child, visit);
    }
  }
}

function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
