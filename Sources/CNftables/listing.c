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

// How the child ended, when it has: waits for it.
static enum nft_listing_state reap(struct nft_listing *listing) {
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(listing->pid, &status, 0)) < 0 && errno == EINTR) {
  }
  int code = ended == listing->pid && WIFEXITED(status) ? WEXITSTATUS(status) : exit_failed;
  listing->pid = 0;
  if (code == exit_done) return nft_listing_done;
  return code == exit_no_library ? nft_listing_no_library : nft_listing_failed;
}

int nft_listing_start(struct nft_listing *listing) {
  *listing = (struct nft_listing){.file = -1};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return -1;
  pid_t pid = fork();
  if (pid == 0) child(ends[1]);
  close(ends[1]);
  listing->file = ends[0];
  listing->pid = pid > 0 ? pid : 0;
  if (pid > 0) return 0;
  nft_listing_end(listing);
  return -1;
}

enum nft_listing_state nft_listing_wait(struct nft_listing *listing, int milliseconds) {
  int64_t deadline = now() + milliseconds;
  if (listing->pid <= 0) return nft_listing_failed;
  for (;;) {
    if (listing->room - listing->length < 65536) {
      size_t room = listing->room ? 2 * listing->room : 262144;
      char *larger = room > longest ? NULL : realloc(listing->text, room);
      if (!larger) return nft_listing_failed;
      listing->text = larger;
      listing->room = room;
    }
    int64_t left = deadline - now();
    struct pollfd waiting = {listing->file, POLLIN, 0};
    int ready = poll(&waiting, 1, left > 0 ? (int)left : 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return nft_listing_failed;
    if (ready == 0) return nft_listing_pending;
    ssize_t count =
        read(listing->file, listing->text + listing->length, listing->room - listing->length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return nft_listing_failed;
    if (count == 0) return reap(listing);
    listing->length += (size_t)count;
  }
}

void nft_listing_end(struct nft_listing *listing) {
  if (listing->pid > 0) {
    kill(listing->pid, SIGKILL);
    reap(listing);
  }
  if (listing->file >= 0) close(listing->file);
  free(listing->text);
  *listing = (struct nft_listing){.file = -1};
}
