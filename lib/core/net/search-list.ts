/** What resolv.conf(5) says of names that stand for longer ones: `db.svc` for `db.svc.cluster.local`. */

/** Whether the system completes names; a lone `.` among the domains completes none. */
export function hasSearchList(resolvConf: string): boolean {
  return resolvConf.split("\n").some((line) => {
    const [keyword = "", ...domains] = line.trim().split(/\s+/);
    return (keyword === "search" || keyword === "domain") && domains.some((domain) => domain !== ".");
  });
}
