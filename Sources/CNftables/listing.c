#define _GNU_SOURCE
#include "CNftables.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Of nftables/libnftables.h, as libnftables(3) documents them.
enum {
  output_stateless = 1 << 2,
  output_handle = 1 << 3,
  output_terse = 1 << 11,  // since 0.9.4; older libraries pass it over
};

enum { exit_done, exit_no_library, exit_failed };

// More than any listing that a person would read from.
static const size_t longest = 64 << 20;

static int write_all(int file, const char *text) {
  size_t left = 0;
  while (text[left]) left++;
  while (left > 0) {
    ssize_t written = write(file, text, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -1;
    text += written;
    left -= (size_t)written;
  }
  return 0;
}

static void *function(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (!found) _exit(exit_no_library);
  return found;
}

static void list(int file) {
  void *library = dlopen("libnftables.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) _exit(exit_no_library);
  void *(*make)(uint32_t) = function(library, "nft_ctx_new");
  void (*set_flags)(void *, unsigned) = function(library, "nft_ctx_output_set_flags");
  int (*buffer_output)(void *) = function(library, "nft_ctx_buffer_output");
  int (*buffer_error)(void *) = function(library, "nft_ctx_buffer_error");
  int (*run)(void *, const char *) = function(library, "nft_run_cmd_from_buffer");
  const char *(*output)(void *) = function(library, "nft_ctx_get_output_buffer");
  void *context = make(0);
  if (!context || buffer_output(context) || buffer_error(context)) _exit(exit_failed);
  set_flags(context, output_stateless | output_handle | output_terse);
  if (run(context, "list ruleset")) _exit(exit_failed);
  const char *text = output(context);
  _exit(text && write_all(file, text) == 0 ? exit_done : exit_failed);
}

static void leave(void) { _exit(exit_failed); }

static void child(int file) {
  // What the program does at its end and at a crash (it restores the terminal) is not for this one.
  const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGTERM,
                         SIGINT,  SIGHUP,  SIGQUIT, SIGPIPE, SIGSYS};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  atexit(leave);
  struct rlimit limit = {0, 0};
  setrlimit(RLIMIT_CORE, &limit);
  int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0) _exit(exit_failed);
  for (int i = 0; i < 3; i++) {
    if (i != file) dup2(nothing, i);
  }
  list(file);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// Reads all that comes before the deadline; -1 when it came too late, was too much or not readable.
static int collect(int file, char **text, size_t *length, int64_t deadline) {
  char *bytes = NULL;
  size_t used = 0, room = 0;
  for (;;) {
    if (room - used < 65536) {
      room = room ? 2 * room : 262144;
      char *larger = room > longest ? NULL : realloc(bytes, room);
      if (!larger) break;
      bytes = larger;
    }
    int64_t left = deadline - now();
    struct pollfd waiting = {file, POLLIN, 0};
    int ready = left > 0 ? poll(&waiting, 1, (int)left) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    ssize_t count = read(file, bytes + used, room - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    if (count == 0) {
      *text = bytes;
      *length = used;
      return 0;
    }
    used += (size_t)count;
  }
  free(bytes);
  return -1;
}

enum nft_listing nft_list_ruleset(char **text, size_t *length, int milliseconds) {
  int64_t deadline = now() + milliseconds;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return nft_listing_failed;
  pid_t pid = fork();
  if (pid == 0) child(ends[1]);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return nft_listing_failed;
  }
  int result = collect(ends[0], text, length, deadline);
  close(ends[0]);
  if (result) kill(pid, SIGKILL);
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(pid, &status, 0)) < 0 && errno == EINTR) {
  }
  if (result) return nft_listing_late;
  int code = ended == pid && WIFEXITED(status) ? WEXITSTATUS(status) : exit_failed;
  if (code == exit_done) return nft_listing_done;
  free(*text);
  *text = NULL;
  return code == exit_no_library ? nft_listing_no_library : nft_listing_failed;
}
