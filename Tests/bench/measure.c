// measure SECONDS COMMAND...: runs a command, its output thrown away, and prints what it took.
//
//   WALL CPU PEAK STATUS    seconds, seconds of user and system time, KiB of memory, exit status
//
// STATUS is 128 and more for a signal; SIGKILL ends what runs longer than SECONDS. A program of its
// own because Linux counts the memory of the process that forked as the child's: this one has little.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t child;
static void end(int number) { (void)number; kill(child, SIGKILL); }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double seconds(struct timeval t) { return t.tv_sec + t.tv_usec / 1e6; }

int main(int argc, char **argv) {
  if (argc < 3) { fprintf(stderr, "usage: measure SECONDS COMMAND...\n"); return 64; }
  double begin = now();
  child = fork();
  if (child < 0) { perror("fork"); return 1; }
  if (child == 0) {
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++) dup2(nothing, fd);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  signal(SIGALRM, end);
  alarm(atoi(argv[1]));
  int status;
  struct rusage used;
  while (wait4(child, &status, 0, &used) < 0) {}
  printf("%.6f %.6f %ld %d\n", now() - begin, seconds(used.ru_utime) + seconds(used.ru_stime),
         used.ru_maxrss, WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  return 0;
}
