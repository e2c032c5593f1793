/** Honest documents as servers send them, short enough that one damaged byte matters. */
export const HONEST_PAGE = `# HELP jvm_threads_live_threads The current number of live threads
# TYPE jvm_threads_live_threads gauge
jvm_threads_live_threads 812.0
# TYPE http_requests_total counter
http_requests_total{method="post",code="200",path="/a\\"b\\\\c\\n"} 1027 1395066363000
http_requests_total{method="post",code="400"} 3 1395066363000
a{b="c"} NaN
a{b="d"} +Inf # {trace="x"} 1 1520879607.789
# EOF
`;

export const HONEST_HEALTH: readonly string[] = [
  JSON.stringify({ status: "DOWN", components: { db: { status: "DOWN", details: { error: "no" } }, ping: { status: "UP" } } }),
  JSON.stringify({ name: "a", measurements: [{ statistic: "VALUE", value: 812 }], availableTags: [] }),
  JSON.stringify([[[{ a: "b\\u0000" }]], 1e300, null, "결제"]),
];

const JSTACK = `2026-11-22 04:00:00
Full thread dump OpenJDK 64-Bit Server VM (21.0.1+12 mixed mode, sharing):

"pool-7-thread-1" #31 [4242] prio=5 os_prio=0 cpu=1.10ms elapsed=3.60s tid=0x00007f waiting on condition  [0x00007f]
   java.lang.Thread.State: WAITING (parking)
\tat jdk.internal.misc.Unsafe.park(java.base@21/Native Method)
\t- parking to wait for  <0x000000070e> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)
\tat com.acme.sms.SmsStatusJob.awaitReply(SmsStatusJob.java:42)

"main" #1 prio=5 os_prio=0 tid=0x00007f runnable
   java.lang.Thread.State: RUNNABLE
\tat com.acme.Main.main(Main.java:7)
\t- locked <0x000000070f> (a java.lang.Object)
`;

export function honestDump(): readonly string[] {
  const frame = { className: "com.acme.Job", methodName: "run", fileName: "Job.java", lineNumber: 7, nativeMethod: false };
  const thread = {
    threadName: "pool-1-thread-1",
    threadId: 7,
    threadState: "BLOCKED",
    lockOwnerId: 9,
    stackTrace: [frame, frame],
  };
  return [JSTACK, JSON.stringify({ threads: [thread, { ...thread, threadId: 9, threadState: "RUNNABLE", lockOwnerId: -1 }] })];
}

export const HONEST_REPLIES: readonly string[] = [
  "220 mail ready\r\n250-mail\r\n250-SIZE 1000\r\n250 STARTTLS\r\n220 go ahead\r\n",
  "220 ftp\r\n234 AUTH TLS OK\r\n",
  "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\na2 OK begin\r\n",
  "+OK ready\r\n+OK\r\nSTLS\r\n.\r\n+OK begin\r\n",
  "<?xml version='1.0'?><stream:stream id='1' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features><proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
  "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00",
  "S",
  "\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00abcdefgh\x00\xff\xff\xff\x02\x00\xff\xdf\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00abcdefghijkl\x00mysql_native\x00",
];

export const HONEST_SECRETS: readonly string[] = [
  ["https://$", "{env:HOST}/a?token=$", "{secret:acme/token} $", "{ssm:/acme/key}"].join(""),
  'hunter2hunter2 {"password": "hunter2hunter2", "api_key": "abc"} Bearer abcdefghijk eyJhbGciOiJ.eyJzdWIi.sig',
];

export const HONEST_HOSTS = "127.0.0.1 localhost\n::1 ip6-localhost ip6-loopback\n10.0.0.7 db.acme.internal db # main\n";

export const HONEST_XML: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>ExpiredToken</Code><Message>The token &amp; more has expired.</Message><HostId>x=</HostId></Error>',
  '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Contents><Key>a&#x2F;b&#10;c</Key><Size>1</Size></Contents></ListBucketResult>',
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
];
