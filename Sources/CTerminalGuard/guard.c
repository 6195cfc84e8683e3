#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

// What ends a process by its own fault. Requests to end (SIGTERM, SIGHUP ...) are the program's
// to receive: it ends curses in the ordinary way.
static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { CRASHES = sizeof crashes / sizeof *crashes };

// All of these are written before `armed` is set and read after it was seen set.
static struct sigaction before[CRASHES];
static struct termios modes;
static int input_fd = -1;
static int output_fd = -1;
static char restore_bytes[512];
static size_t restore_length;

// Standard error as it was, and the file in memory that may stand in its place.
static int real_error = -1;
static int held_error = -1;

static atomic_bool armed;

static void write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

// Whether standard error would draw on the screen; a redirected one does not, and is left alone.
static bool error_is_on_screen(void) {
  struct stat screen, error;
  if (!isatty(STDERR_FILENO)) return false;
  if (fstat(output_fd, &screen) != 0 || fstat(STDERR_FILENO, &error) != 0) return false;
  return screen.st_rdev == error.st_rdev || error.st_rdev == makedev(5, 0);  // /dev/tty
}

static void hold_error(void) {
  if (!error_is_on_screen()) return;
  if (real_error < 0) real_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (held_error < 0) held_error = memfd_create("standard-error", MFD_CLOEXEC);
  if (real_error < 0 || held_error < 0) return;
  dup2(held_error, STDERR_FILENO);
}

// Puts standard error back and shows the end of what was held. Async-signal-safe.
static void release_error(void) {
  enum { MOST = 32768 };
  struct stat held, error;
  if (held_error < 0 || real_error < 0) return;
  if (fstat(held_error, &held) != 0 || fstat(STDERR_FILENO, &error) != 0) return;
  if (held.st_dev != error.st_dev || held.st_ino != error.st_ino) return;
  dup2(real_error, STDERR_FILENO);
  lseek(held_error, held.st_size > MOST ? held.st_size - MOST : 0, SEEK_SET);
  char bytes[1024];
  ssize_t count;
  while ((count = read(held_error, bytes, sizeof bytes)) > 0) {
    // A message may quote a name from outside: no escape sequence reaches the terminal raw. That
    // includes all beyond ASCII, for 0x9b alone, or as U+009B, is what ESC [ is.
    for (ssize_t i = 0; i < count; i++) {
      uint8_t byte = (uint8_t)bytes[i];
      if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte >= 0x7f) bytes[i] = '?';
    }
    write_all(STDERR_FILENO, bytes, (size_t)count);
  }
  if (ftruncate(held_error, 0) == 0) lseek(held_error, 0, SEEK_SET);
}

// Gives the terminal back, once. Async-signal-safe: tcsetattr, write, dup2, lseek, read and
// ftruncate are on POSIX's list.
static void give_back(void) {
  if (!atomic_exchange(&armed, false)) return;
  // From a background process group tcsetattr would stop the process instead of letting it end.
  sigset_t ttou;
  sigemptyset(&ttou);
  sigaddset(&ttou, SIGTTOU);
  sigprocmask(SIG_BLOCK, &ttou, NULL);
  write_all(output_fd, restore_bytes, restore_length);
  tcsetattr(input_fd, TCSANOW, &modes);
  release_error();
}

static void on_crash(int number, siginfo_t *info, void *context) {
  int error = errno;
  give_back();
  errno = error;
  for (size_t i = 0; i < CRASHES; i++) {
    if (crashes[i] != number) continue;
    if (before[i].sa_flags & SA_SIGINFO) {
      before[i].sa_sigaction(number, info, context);
      return;
    }
    if (before[i].sa_handler != SIG_DFL && before[i].sa_handler != SIG_IGN) {
      before[i].sa_handler(number);
      return;
    }
  }
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(number, &standard, NULL);
  // A fault repeats itself when this returns, and then ends the process. A breakpoint does not, nor
  // does a signal that was sent.
  if (number == SIGTRAP || info->si_code <= 0) raise(number);
}

// A stack overflow leaves no room for a handler, so that needs a stack of its own, in each thread.
// Swift's runtime brings one for the first thread only, and only where its backtraces are enabled.
enum { HANDLER_STACK = 65536 };
static pthread_key_t handler_stack;

static void release_stack(void *memory) {
  sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
  munmap(memory, HANDLER_STACK);
}

void flowlanes_guard_thread(void) {
  static _Thread_local bool done;
  stack_t stack;
  if (done || input_fd < 0) return;
  done = true;
  if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
  void *memory =
      mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return;
  sigaltstack(&(stack_t){.ss_sp = memory, .ss_size = HANDLER_STACK}, NULL);
  pthread_setspecific(handler_stack, memory);
}

static void install(void) {
  static bool installed;
  if (installed) return;
  installed = true;
  pthread_key_create(&handler_stack, release_stack);
  for (size_t i = 0; i < CRASHES; i++) {
    struct sigaction action;
    sigaction(crashes[i], NULL, &before[i]);
    action.sa_sigaction = on_crash;
    action.sa_mask = before[i].sa_mask;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(crashes[i], &action, NULL);
  }
  atexit(give_back);
}

bool flowlanes_guard_arm(int input, int output, const char *restore, size_t length) {
  if (atomic_load(&armed) || length > sizeof restore_bytes) return false;
  if (tcgetattr(input, &modes) != 0) return false;
  input_fd = input;
  output_fd = output;
  memcpy(restore_bytes, restore, length);
  restore_length = length;
  install();
  flowlanes_guard_thread();
  flowlanes_guard_rearm();
  return true;
}

void flowlanes_guard_disarm(void) {
  if (atomic_exchange(&armed, false)) release_error();
}

void flowlanes_guard_abandon(void) {
  if (!atomic_exchange(&armed, false)) return;
  sigset_t ttou;
  sigemptyset(&ttou);
  sigaddset(&ttou, SIGTTOU);
  sigprocmask(SIG_BLOCK, &ttou, NULL);
  int flags = fcntl(output_fd, F_GETFL);
  if (flags >= 0 && fcntl(output_fd, F_SETFL, flags | O_NONBLOCK) == 0) {
    // What does not fit now is lost with the rest of the frame before it.
    if (write(output_fd, restore_bytes, restore_length) < 0) errno = 0;
    fcntl(output_fd, F_SETFL, flags);
  }
  tcsetattr(input_fd, TCSANOW, &modes);
}

void flowlanes_guard_rearm(void) {
  if (input_fd < 0 || atomic_load(&armed)) return;
  hold_error();
  atomic_store(&armed, true);
}
