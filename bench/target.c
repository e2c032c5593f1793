/* The target of the measurements: answers 256 bytes on a connection of its own, at once, or for a path that begins with /delay after
 * 50 ms. The body begins with the delay as it truly was, in microseconds, from the request's arrival to the answer's departure.
 * Prints its port. Ends when standard input does. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define DELAY_NS 50000000LL
#define BODY_BYTES 256
#define CONNECTIONS_MAX 65536

struct waiting { int fd; long long arrived_ns; };
static struct waiting queue[CONNECTIONS_MAX]; /* All wait equally long: first in, first out. */
static unsigned head, tail;
static int timer_fd;

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void answer(int fd, long long delay_ns) {
  char out[512], body[BODY_BYTES + 1];
  memset(body, '.', BODY_BYTES);
  body[BODY_BYTES] = 0;
  body[snprintf(body, 32, "%lld", delay_ns / 1000)] = ' ';
  int size = snprintf(out, sizeof out, "HTTP/1.1 200 OK\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s", BODY_BYTES, body);
  if (write(fd, out, size) < 0) return;
  shutdown(fd, SHUT_WR);
}

static void set_timer(void) {
  struct itimerspec at = {0};
  if (head != tail) {
    long long due_ns = queue[head % CONNECTIONS_MAX].arrived_ns + DELAY_NS;
    at.it_value.tv_sec = due_ns / 1000000000LL;
    at.it_value.tv_nsec = due_ns % 1000000000LL;
  }
  timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &at, NULL);
}

static void answer_due(void) {
  while (head != tail) {
    struct waiting next = queue[head % CONNECTIONS_MAX];
    long long delay_ns = now_ns() - next.arrived_ns;
    if (delay_ns < DELAY_NS) break;
    answer(next.fd, delay_ns);
    head++;
  }
  set_timer();
}

static void on_readable(int fd) {
  char in[4096];
  long long arrived_ns = now_ns();
  ssize_t size = read(fd, in, sizeof in);
  if (size <= 0) { close(fd); return; }
  if (memmem(in, size, " /delay", 7) == NULL) { answer(fd, now_ns() - arrived_ns); return; }
  queue[tail++ % CONNECTIONS_MAX] = (struct waiting){fd, arrived_ns};
  if (tail - head == 1) set_timer();
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
  timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 4096)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &length);
  int watched[] = {listener, timer_fd, STDIN_FILENO};
  for (int i = 0; i < 3; i++) epoll_ctl(poll, EPOLL_CTL_ADD, watched[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = watched[i]});
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct epoll_event events[256];
    int count = epoll_wait(poll, events, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == timer_fd) { unsigned long long ticks; if (read(fd, &ticks, 8) > 0) answer_due(); continue; }
      if (fd != listener) { on_readable(fd); continue; }
      for (int client; (client = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;)
        epoll_ctl(poll, EPOLL_CTL_ADD, client, &(struct epoll_event){.events = EPOLLIN, .data.fd = client});
    }
  }
}
