package com.acme.sms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A service that leaks threads as one of ours did: a scheduled job makes an executor a run and never shuts it down. It shows itself as
 * Spring Boot Actuator does. `java LeakingThreads.java LEAKED_THREADS HEALTHY_THREADS` prints its port, and ends with its standard input.
 */
public class LeakingThreads {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  public static void main(String[] args) throws Exception {
    var leakedThreads = Integer.parseInt(args[0]);
    var healthyThreads = Integer.parseInt(args[1]);
    var job = new SmsStatusJob();
    for (var run = 0; run < leakedThreads; run++) job.run();
    job.started.await();
    Locks.hold();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/job", exchange -> {
      job.run();
      answer(exchange, 200, "text/plain", "ran");
    });
    server.createContext("/actuator/threaddump", exchange -> {
      var accept = exchange.getRequestHeaders().getFirst("Accept");
      var isText = accept != null && accept.startsWith("text/plain");
      answer(exchange, 200, isText ? "text/plain" : "application/json", isText ? textDump() : jsonDump());
    });
    server.createContext("/actuator/health", exchange -> {
      var isWell = THREADS.getThreadCount() <= healthyThreads;
      answer(exchange, isWell ? 200 : 503, "application/vnd.spring-boot.actuator.v3+json", health(isWell));
    });
    server.createContext("/actuator/prometheus", exchange ->
        answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", prometheus(exchange.getRequestURI().getQuery())));
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() != -1) {}
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private static String health(boolean isWell) {
    var status = isWell ? "UP" : "DOWN";
    var details = "{\"live\":" + THREADS.getThreadCount() + "}";
    return "{\"status\":\"" + status + "\",\"components\":{\"ping\":{\"status\":\"UP\"},\"threads\":{\"status\":\"" + status
        + "\",\"details\":" + details + "}}}";
  }

  /** As Micrometer writes it; `includedNames=a,b` leaves the others out. */
  private static String prometheus(String query) {
    var page = new StringBuilder();
    var wanted = query == null ? Set.<String>of() : Set.of(query.replace("includedNames=", "").split(","));
    write(page, wanted, "jvm_threads_live_threads", "gauge", THREADS.getThreadCount());
    write(page, wanted, "jvm_threads_peak_threads", "gauge", THREADS.getPeakThreadCount());
    write(page, wanted, "jvm_threads_started_threads_total", "counter", THREADS.getTotalStartedThreadCount());
    var startedSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0;
    write(page, wanted, "process_start_time_seconds", "gauge", startedSeconds);
    return page.toString();
  }

  private static void write(StringBuilder page, Set<String> wanted, String name, String type, double value) {
    if (!wanted.isEmpty() && !wanted.contains(name)) return;
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n').append(name).append(' ').append(value).append('\n');
  }

  private static String jsonDump() {
    var threads = new StringJoiner(",", "{\"threads\":[", "]}");
    for (var info : THREADS.dumpAllThreads(true, true)) threads.add(jsonThread(info));
    return threads.toString();
  }

  private static String jsonThread(ThreadInfo info) {
    var frames = new StringJoiner(",", "[", "]");
    for (var frame : info.getStackTrace()) {
      frames.add("{\"className\":" + quote(frame.getClassName()) + ",\"methodName\":" + quote(frame.getMethodName()) + ",\"fileName\":"
          + quote(frame.getFileName()) + ",\"lineNumber\":" + frame.getLineNumber() + ",\"nativeMethod\":" + frame.isNativeMethod() + "}");
    }
    return "{\"threadName\":" + quote(info.getThreadName()) + ",\"threadId\":" + info.getThreadId() + ",\"blockedTime\":-1,\"lockName\":"
        + quote(info.getLockName()) + ",\"lockOwnerId\":" + info.getLockOwnerId() + ",\"lockOwnerName\":" + quote(info.getLockOwnerName())
        + ",\"daemon\":" + info.isDaemon() + ",\"threadState\":\"" + info.getThreadState() + "\",\"stackTrace\":" + frames + "}";
  }

  private static String quote(String text) {
    return text == null ? "null" : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** As Actuator's PlainTextThreadDumpFormatter writes it. */
  private static String textDump() {
    var dump = new StringBuilder("2026-11-22 03:10:00\nFull thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n");
    for (var info : THREADS.dumpAllThreads(true, true)) writeThread(dump, info);
    return dump.toString();
  }

  private static void writeThread(StringBuilder dump, ThreadInfo info) {
    dump.append("\"%s\" - Thread t@%d\n   java.lang.Thread.State: %s\n".formatted(
        info.getThreadName(), info.getThreadId(), info.getThreadState()));
    var depth = 0;
    for (var frame : info.getStackTrace()) {
      dump.append("\tat ").append(frame).append('\n');
      if (depth == 0 && info.getLockInfo() != null) dump.append(waiting(info, frame));
      var at = depth++;
      Arrays.stream(info.getLockedMonitors())
          .filter(monitor -> monitor.getLockedStackDepth() == at)
          .forEach(monitor -> dump.append("\t- locked ").append(format(monitor)).append('\n'));
    }
    dump.append("\n   Locked ownable synchronizers:\n");
    for (var lock : info.getLockedSynchronizers()) dump.append("\t- Locked ").append(format(lock)).append('\n');
    if (info.getLockedSynchronizers().length == 0) dump.append("\t- None\n");
    dump.append('\n');
  }

  private static String waiting(ThreadInfo info, StackTraceElement frame) {
    var lock = format(info.getLockInfo());
    if (frame.getClassName().equals("java.lang.Object") && frame.getMethodName().equals("wait")) return "\t- waiting on " + lock + "\n";
    if (info.getLockOwnerName() == null) return "\t- parking to wait for " + lock + "\n";
    return "\t- waiting to lock " + lock + " owned by \"" + info.getLockOwnerName() + "\" t@" + info.getLockOwnerId() + "\n";
  }

  private static String format(LockInfo lock) {
    return "<%x> (a %s)".formatted(lock.getIdentityHashCode(), lock.getClassName());
  }
}

/** Asks the partner for the status of a message, and waits for a reply that never comes. */
class SmsStatusJob implements Runnable {
  final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch reply = new CountDownLatch(1);

  @Override
  public void run() {
    Executors.newSingleThreadExecutor(SmsStatusJob::daemon).submit(this::awaitReply);
  }

  private static Thread daemon(Runnable task) {
    var thread = Executors.defaultThreadFactory().newThread(task);
    thread.setDaemon(true);
    return thread;
  }

  private void awaitReply() {
    started.countDown();
    try {
      reply.await(1, TimeUnit.DAYS);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }
}

/** Three that wait for one lock, and two that wait for one another. */
class Locks {
  private static final Object REPORT = new Object();
  private static final Object LEFT = new Object();
  private static final Object RIGHT = new Object();

  static void hold() throws InterruptedException {
    var bothHold = new CountDownLatch(2);
    var isHeld = new CountDownLatch(1);
    start("report-writer", () -> sleepHolding(REPORT, isHeld));
    isHeld.await();
    var readers = new Thread[3];
    for (var at = 0; at < readers.length; at++) readers[at] = start("report-reader-" + at, Locks::readReport);
    var left = start("transfer-left", () -> lockBoth(LEFT, RIGHT, bothHold));
    var right = start("transfer-right", () -> lockBoth(RIGHT, LEFT, bothHold));
    for (var reader : readers) awaitBlocked(reader);
    awaitBlocked(left);
    awaitBlocked(right);
  }

  private static Thread start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitBlocked(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.BLOCKED) Thread.sleep(1);
  }

  private static void sleepHolding(Object lock, CountDownLatch isHeld) {
    synchronized (lock) {
      isHeld.countDown();
      sleep();
    }
  }

  private static void readReport() {
    synchronized (REPORT) {
      sleep();
    }
  }

  private static void lockBoth(Object first, Object second, CountDownLatch bothHold) {
    synchronized (first) {
      bothHold.countDown();
      try {
        bothHold.await();
      } catch (InterruptedException error) {
        return;
      }
      synchronized (second) {
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(TimeUnit.DAYS.toMillis(1));
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
    }
  }
}
