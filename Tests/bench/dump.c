// dump: asks the kernel for every conntrack entry and counts the answers; nothing else.
//
// What no program that polls can do without: the floor that the others are measured against.
// Prints how many there were. Status 1 when the kernel broke off.
//
// With a file it keeps the datagrams, the length of each before it: four octets in the host's order.
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  FILE *kept = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (argc > 1 && !kept) { perror(argv[1]); return 1; }
  int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
  int room = 1 << 20;
  if (s < 0) { perror("socket"); return 1; }
  setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  struct {
    struct nlmsghdr header;
    struct nfgenmsg family;
  } request = {
      {sizeof request, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET, NLM_F_REQUEST | NLM_F_DUMP, 1, 0},
      {AF_UNSPEC, NFNETLINK_V0, 0}};
  if (send(s, &request, sizeof request, 0) < 0) { perror("send"); return 1; }
  static char buffer[65536] __attribute__((aligned(NLMSG_ALIGNTO)));
  for (unsigned count = 0;;) {
    ssize_t n = recv(s, buffer, sizeof buffer, 0);
    if (n < 0) { perror("recv"); return 1; }
    if (kept) {
      unsigned length = n;
      fwrite(&length, sizeof length, 1, kept);
      fwrite(buffer, 1, n, kept);
    }
    for (struct nlmsghdr *h = (void *)buffer; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
      if (h->nlmsg_type == NLMSG_ERROR) {
        fprintf(stderr, "dump: %s\n", strerror(-((struct nlmsgerr *)NLMSG_DATA(h))->error));
        return 1;
      }
      if (h->nlmsg_type == NLMSG_DONE) {
        printf("%u\n", count);
        return kept && fclose(kept) != 0;
      }
      count++;
    }
  }
}
