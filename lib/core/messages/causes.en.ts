/** Causes in English: what it is in one sentence, then where to look, the first first. */
import { type CauseCatalogue, MISSING_STATUSES } from "./causes-contract.ts";
import { english, formatFigures, formatHourOfDay } from "./quantities.ts";

export const englishCauses: CauseCatalogue = {
  // our own fault
  "prober-fault": () => ({
    says: "Our own prober has a fault; this says nothing about the target.",
    next: ["Read the prober's newest error in its log, and report it."],
  }),
  "prober-out-of-time": () => ({
    says: "Our own prober ran out of time; this says nothing about the target.",
    next: ["Give the prober more time, or fewer checks in one shard."],
  }),
  "secret-unavailable": () => ({
    says: "A secret of this check cannot be read; the target was not asked.",
    next: ["See whether the secret exists, and whether the prober's role may read it."],
  }),
  "cold-start": () => ({
    says: "Our own prober had just started; first lookups and handshakes are slow.",
    next: ["Wait for the next run; leave this one out of latency figures."],
  }),
  "prober-overloaded": () => ({
    says: "Our own prober was overloaded while it measured.",
    next: ["Give the prober more memory, or run fewer checks at once."],
  }),
  "prober-silent": ({ ageMs }) => ({
    says: `Our own prober has been silent for ${english.span(ageMs)}; we do not know how the target is.`,
    next: ["Look at the prober's newest log lines.", "See whether its schedule is enabled."],
  }),
  "our-clock-wrong": () => ({
    says: "Our own clock is wrong, so that signatures and tokens are refused.",
    next: ["Look at time synchronisation (NTP) where the prober runs."],
  }),
  "our-credentials-unavailable": () => ({
    says: "Our own prober got no AWS credentials; the target was not asked.",
    next: ["See whether the role, the profile or the metadata service answers where the prober runs."],
  }),

  // the place we probe from
  "location-fault": ({ location }) => ({
    says: `Most checks from ${location} do not reach their targets: the fault lies there, not in each target.`,
    next: [`Look at the way out of ${location}: NAT, routes, firewall, provider status.`],
  }),
  "resolver-fault": ({ location }) => ({
    says: `Names cannot be looked up from ${location}: its DNS resolver fails.`,
    next: ["Look at the resolver there, and whether port 53 (UDP and TCP) is open to it."],
  }),
  "some-places-only": ({ failing, places, all }) => ({
    says: `It fails from ${failing} only (${places} of ${all} places): it is the way from there, or a rule about that place.`,
    next: [
      "See whether a firewall, a WAF rule or a geographic block concerns that place.",
      "Compare the address that the name has there: DNS may answer each place differently.",
    ],
  }),

  // what it rests on
  "dependency-down": ({ check }) => ({
    says: `It rests on ${check}, which is down.`,
    next: [`Look at ${check} first.`],
  }),

  // where it is found
  "host-fault": ({ host }) => ({
    says: `Most checks of the host ${host} fail: the host is at fault, not each service.`,
    next: ["Look at the host itself: is it running, reachable, out of memory or disk?"],
  }),
  "management-only": ({ check }) => ({
    says: `Only the metrics endpoint fails; the service itself (${check}) answers.`,
    next: ["Look at the management port and who may read it."],
  }),
  "name-missing": ({ name, inVpc }) => ({
    says: `The name ${name} does not exist, or has no address.`,
    next: inVpc
      ? [
          "See whether its private hosted zone is associated with the prober's VPC.",
          "See whether the VPC has DNS support and DNS hostnames on.",
          "A name of your own data centre needs a Resolver rule, and port 53 open on the way.",
        ]
      : ["Ask an authoritative name server for it.", "See when the domain expires, and what was last changed in the zone."],
  }),
  "name-unresolvable": ({ name }) => ({
    says: `The name ${name} cannot be looked up, while other names can: its own name servers fail.`,
    next: ["Ask an authoritative name server for it.", "See whether its delegation, DNSSEC keys and name servers are in order."],
  }),
  "address-changed": ({ address }) => ({
    says: `The name leads to another address (${address}) since it fails.`,
    next: ["Compare the record with the last good address.", "Ask the old address directly, with the same Host header."],
  }),
  "records-changed": () => ({
    says: "The DNS records are no longer what they were.",
    next: ["See who changed the zone, and whether that was meant."],
  }),
  "ipv6-broken": () => ({
    says: "Its IPv6 address fails, while its IPv4 address is fine.",
    next: ["Repair the IPv6 route, or remove the AAAA record until then."],
  }),

  // its connections
  "not-listening": ({ inVpc }) => ({
    says: "Nothing listens on this port: the process is not running, or uses another port.",
    next: [
      "See whether the process runs, and when it last started.",
      "See whether port and deployment have changed.",
      ...(inVpc ? ["Leave security groups and routes alone: they drop silently, and this was refused."] : []),
    ],
  }),
  "host-silent": ({ inVpc }) => ({
    says: "The host does not answer at all: it is down, or a firewall or route stands between.",
    next: inVpc
      ? [
          "Security groups: the prober's must let this port out, the target's let it in from there.",
          "Network ACLs of both subnets: this port there, and ports 1024 to 65535 back.",
          "Routes of both subnets; VPC Reachability Analyzer names the part that stops it.",
        ]
      : ["Try another port of the host, and a ping from inside.", "Look for changes of security groups, firewalls and routes."],
  }),
  "accept-queue-full": () => ({
    says: "The process no longer accepts connections: its queue is full.",
    next: [
      "Compare Recv-Q with Send-Q in `ss -ltn` on the host.",
      "Take a thread dump, or ask for the running query, before a restart.",
    ],
  }),
  "no-route": ({ inVpc }) => ({
    says: "There is no route to the host.",
    next: inVpc
      ? [
          "Look for the target's network in the route table of the prober's subnets.",
          "Then at the way back: the target's route table, security group and network ACL.",
        ]
      : ["Look at route tables, subnets and the VPN."],
  }),
  "reset-on-connect": () => ({
    says: "The connection is reset at once, again and again.",
    next: ["Look at the load balancer's healthy targets.", "Look at connection limits, and whether the port wants TLS."],
  }),
  "closes-on-request": () => ({
    says: "The server closes the connection when it is asked.",
    next: [
      "Read the application's log of that second: does it crash on the request?",
      "See whether the port speaks this protocol.",
    ],
  }),

  // TLS
  "tls-stalled": () => ({
    says: "It accepts connections, but does not begin TLS.",
    next: ["Look at the load of what ends TLS there.", "Compare with a check of TCP alone."],
  }),
  "tls-policy": () => ({
    says: "Client and server cannot agree on a TLS version or cipher.",
    next: ["Compare the versions and ciphers that the server accepts with those that are offered."],
  }),
  "tls-not-spoken": () => ({
    says: "The server does not speak TLS on this port.",
    next: ["See whether scheme and port of the check are right.", "See whether TLS was switched off on the server."],
  }),
  "client-certificate-required": () => ({
    says: "The server demands a client certificate that it does not get.",
    next: ["Give the check a certificate and key (`tls: { cert, key }`), or see why the server began to ask."],
  }),
  "certificate-expired": () => ({
    says: "The certificate has expired.",
    next: ["Renew it, and find out why the renewal did not run."],
  }),
  "certificate-expiring": ({ daysLeft }) => ({
    says: `The certificate expires in ${days(daysLeft)}; it was not renewed in time.`,
    next: ["Renew it, and find out why the renewal did not run."],
  }),
  "certificate-not-yet-valid": () => ({
    says: "The certificate is not valid yet.",
    next: ["Compare its first day with both clocks.", "See whether the wrong certificate was installed."],
  }),
  "certificate-name-mismatch": () => ({
    says: "The certificate is for other names than the one that was asked for.",
    next: ["See whether the server picks the right certificate for this name (SNI).", "Add the name to the certificate."],
  }),
  "certificate-untrusted": () => ({
    says: "The certificate comes from an issuer that is not trusted.",
    next: ["Install a certificate of a trusted issuer, or give the check the issuer's (`tls: { ca }`)."],
  }),
  "certificate-chain-incomplete": () => ({
    says: "The server does not send the intermediate certificate.",
    next: ["Install the full chain on the server."],
  }),

  // whether and how it serves
  "not-serving": ({ kind }) => ({
    says: "It accepts connections, but does not serve them.",
    next:
      kind === "kdb"
        ? [
            "Ask for the running query, and who sent it.",
            "See how many handles are open (.z.W).",
            "Set a time limit for queries (-T).",
          ]
        : ["Take a thread dump, or look at how many workers are busy, before a restart.", "Find out what its threads wait for."],
  }),
  "queue-ahead": () => ({
    says: "Requests queue before ours: many small calls, one after the other.",
    next: ["Count handles and calls by user.", "Have the caller send its rows in batches."],
  }),
  "slow-query": () => ({
    says: "One slow query holds the process, which serves one request at a time.",
    next: ["Find the query in the log.", "Set a time limit for queries (-T).", "Give it an index or a smaller partition."],
  }),
  "kdb-credentials-refused": () => ({
    says: "kdb+ refuses the user or the password.",
    next: ["See whether the password was changed, in the user file or in .z.pw."],
  }),
  "slower-by-the-day": () => ({
    says: "It answers more slowly from day to day, while connecting takes as long as ever.",
    next: ["Compare with the growth of tables, heap and data.", "Look at what was deployed when it began."],
  }),
  "slow-transfer": () => ({
    says: "The answer begins as soon as ever, but a large body arrives slowly.",
    next: ["Compare its size with yesterday's: was compression lost?", "Look at the bandwidth in between."],
  }),
  "body-cut-short": () => ({
    says: "The answer breaks off before its end.",
    next: ["Look at the read timeout of the proxy in between.", "Read the application's log of that second."],
  }),

  // what it answers
  "server-error": ({ status }) => ({
    says: `The server itself answers ${status}.`,
    next: ["Look at the service behind this address, not at the network.", "Read its log of that second."],
  }),
  "client-error": ({ status }) => ({
    says: MISSING_STATUSES.includes(status)
      ? `The server itself answers ${status}: it has nothing at this address.`
      : `The server itself answers ${status}: it finds fault with our request.`,
    next: [
      "Compare address, method and headers with what the service takes now.",
      "See whether a path or a version went away with a release.",
    ],
  }),
  "component-down": ({ component }) => ({
    says: `The application itself reports that ${component} is not well.`,
    next: [`Look at ${component}.`],
  }),
  "gateway-upstream": ({ status }) => ({
    says: `A gateway answers ${status}: what stands behind it is down or slow.`,
    next: ["Look at the health of the gateway's targets.", "Ask the service behind it directly."],
  }),
  "bad-release": ({ startedAtEpochMs }, time) => ({
    says: `It began to fail soon after its new start at ${time(startedAtEpochMs)}, and was fine before.`,
    next: ["See what was deployed then; consider going back."],
  }),
  "rate-limited": () => ({
    says: "The server limits how often it may be asked.",
    next: ["See how often our own checks ask it.", "Look at the quota, and at who else uses it."],
  }),
  "access-refused": () => ({
    says: "The server refuses us: a token that ended, or a new rule.",
    next: ["See how old the secret of this check is.", "Look at the log of the firewall or gateway (WAF)."],
  }),
  "redirect-loop": () => ({
    says: "Redirects lead in a circle.",
    next: ["Look at the rules for host name and https, and at the scheme header of the proxy."],
  }),
  "redirected-away": ({ url }) => ({
    says: `It is redirected away, to ${url}.`,
    next: ["See whether a session or token has ended.", "Look at the rules for host name and https."],
  }),
  "wrong-content": () => ({
    says: "It answers with the right status, but the wrong content.",
    next: ["Compare the body with what it should be: an error page, a maintenance page, an old cache?"],
  }),
  "answer-garbled": () => ({
    says: "What comes back is not an answer of its protocol, or cannot be unpacked.",
    next: ["See what really listens on this port.", "Look at what stands between: a proxy, a compressing cache, an agent."],
  }),
  "server-clock-wrong": ({ skewMs }) => ({
    says: `The server's clock is ${english.span(Math.abs(skewMs))} ${skewMs < 0 ? "behind" : "ahead"}.`,
    next: ["Look at time synchronisation (NTP) on the server."],
  }),

  // credentials for AWS
  "credentials-frozen": () => ({
    says: "The writer's credentials are frozen or expired.",
    next: [
      "Pass the credential provider itself, not the credentials it once returned.",
      "Restart the process: that helps for one more lifetime.",
    ],
  }),
  "writer-stopped": () => ({
    says: "The writer stopped: its credentials are frozen or expired, or it hangs or crashed.",
    next: [
      "Search the writer's log for ExpiredToken.",
      "Compare its start with the last write: 1, 6 or 12 hours point to credentials.",
    ],
  }),
  "object-missing": () => ({
    says: "The object is not there.",
    next: [
      "See whether its writer still runs, and under which key it writes.",
      "Look for a deletion: lifecycle rules, a clean-up.",
    ],
  }),
  "access-denied": () => ({
    says: "AWS knows who asks, and refuses: a policy, not an expiry.",
    next: ["Look in CloudTrail for changes of policies (IAM, bucket, KMS, SCP)."],
  }),

  // what its own metrics tell
  "thread-leak": ({ slopePerHour }) => ({
    says: `Live threads rise by ${formatFigures(slopePerHour)} an hour: threads are started and never end.`,
    next: ["Look at where they are started: an executor made anew for each job?", "Plan a restart before the limit is reached."],
  }),
  "thread-churn": () => ({
    says: "Threads are started and ended all the time.",
    next: ["Let the work run in a pool."],
  }),
  "lock-convoy": () => ({
    says: "Many threads wait for one lock.",
    next: ["Look at what the owner of the lock does there."],
  }),
  deadlock: () => ({
    says: "Threads wait for one another in a circle; this does not end by itself.",
    next: ["Keep the thread dump, then restart.", "Take the locks in one order everywhere."],
  }),
  "descriptor-leak": () => ({
    says: "Files or sockets are opened and not closed.",
    next: ["Group the output of `lsof` by type.", "Many in CLOSE_WAIT: answers that nobody closes."],
  }),
  "steady-rise": ({ series }) => ({
    says: `${series} rises hour by hour and does not come down.`,
    next: ["Find out what is added and never removed."],
  }),
  "connection-pool-exhausted": () => ({
    says: "All database connections are lent out: slow queries, or connections not given back.",
    next: [
      "Look at the longest use of a connection.",
      "Look at the queries that the database runs now.",
      "Switch on leakDetectionThreshold.",
    ],
  }),
  "workers-busy": () => ({
    says: "All request threads are busy, waiting for something.",
    next: ["Take a thread dump: where do most of them stand?", "Look at the latency of what they call."],
  }),
  "heap-pressure": () => ({
    says: "The heap is nearly full: the JVM spends its time collecting garbage.",
    next: ["Look at the trend of live data after collections.", "Have its owner take a heap dump."],
  }),
  "cpu-saturated": () => ({
    says: "The processor is saturated.",
    next: ["Look at the threads that use most of it."],
  }),
  "event-loop-blocked": () => ({
    says: "Code blocks the event loop of the Node process.",
    next: ["Take a CPU profile."],
  }),
  "metrics-stale": () => ({
    says: "The metrics are old: whoever pushes them has stopped. They are not judged.",
    next: ["See whether the application, or what pushes for it, still runs."],
  }),

  // when it happens
  restarted: ({ startedAtEpochMs }, time) => ({
    says: `The process was started anew at ${time(startedAtEpochMs)}.`,
    next: ["Look at its exit code, and for an out-of-memory kill.", "See whether somebody deployed."],
  }),
  "busy-hour": ({ hour }) => ({
    says: `It is slow day after day in the hour from ${formatHourOfDay(hour)}: a load or job of that hour.`,
    next: ["List the jobs, and the partners, that run at that hour.", "Compare the number of requests then."],
  }),
  "minute-marks": () => ({
    says: "It fails on the hour and the half hour: a scheduled job.",
    next: ["Look at the crontabs."],
  }),
  flapping: () => ({
    says: "It is good and bad by turns: near a limit, or one bad replica behind a balancer.",
    next: ["See which address or replica gives the bad answers.", "Compare the limit with the usual values."],
  }),
};

function days(daysLeft: number): string {
  const whole = Math.floor(daysLeft);
  return whole === 1 ? "1 day" : `${whole} days`;
}
