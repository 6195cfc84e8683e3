// fill: puts conntrack entries of many kinds into the network namespace it runs in, over ctnetlink.
//
//   fill COUNT [FIRST]        makes entries FIRST (0) to FIRST+COUNT-1; prints how many the kernel
//                             took and, by errno, refused
//   fill -k COUNT [FIRST]     makes nothing: prints what identifies each of them, one a line
//   fill -c KEPT FIRST RATE   churn: makes entries from FIRST on, RATE a second, and whenever KEPT
//                             are there deletes them all; until SIGTERM, then prints how many it made
//
// Entry I is the same at every run: its kind comes from I % KINDS, everything else from I. None
// lives shorter than half an hour, so that a long measurement ends with the table it began with.
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tcp.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KINDS = 16, BATCH = 64 };
enum { SEEN = IPS_CONFIRMED | IPS_SEEN_REPLY, SURE = SEEN | IPS_ASSURED };
#ifndef IPPROTO_SCTP
#define IPPROTO_SCTP 132
#endif

struct kind {
  int family, proto;
  uint32_t status, timeout;
  int state;           // of TCP or SCTP; -1 for none
  int nat;             // the reply comes back to another address and port
  int zone, zone_dir;  // 0 both, 1 orig, 2 reply
  const char *helper;
};

static const struct kind kinds[KINDS] = {
    {AF_INET, IPPROTO_TCP, SURE, 432000, TCP_CONNTRACK_ESTABLISHED},
    {AF_INET, IPPROTO_UDP, SURE, 1800, -1},
    {AF_INET6, IPPROTO_TCP, SURE, 432000, TCP_CONNTRACK_ESTABLISHED},
    {AF_INET6, IPPROTO_UDP, SEEN, 1800, -1},
    {AF_INET, IPPROTO_TCP, IPS_CONFIRMED, 9000, TCP_CONNTRACK_SYN_SENT},
    {AF_INET, IPPROTO_TCP, SURE, 9000, TCP_CONNTRACK_TIME_WAIT, 1},
    {AF_INET, IPPROTO_ICMP, SEEN, 3000, -1},
    {AF_INET6, IPPROTO_ICMPV6, SEEN, 3000, -1},
    {AF_INET, IPPROTO_SCTP, SURE, 9000, 4},
    {AF_INET, IPPROTO_GRE, SURE, 1800, -1},
    {AF_INET6, IPPROTO_DCCP, SEEN, 1800, -1},
    {AF_INET, IPPROTO_UDPLITE, SEEN, 1800, -1},
    {AF_INET, IPPROTO_ESP, SEEN, 6000, -1},
    {AF_INET, IPPROTO_UDP, SURE, 1800, -1, 1, 7, 0},
    {AF_INET6, IPPROTO_TCP, SURE | IPS_FIXED_TIMEOUT, 9000, TCP_CONNTRACK_CLOSE_WAIT, 0, 9, 1},
    {AF_INET, IPPROTO_TCP, SURE, 9000, TCP_CONNTRACK_FIN_WAIT, 1, 11, 2, "ftp"},
};

// One direction of an entry.
struct side {
  uint32_t src, dst;
  int from_client;
  uint16_t sport, dport, zone;
};

static struct side side_of(const struct kind *k, uint32_t i, int reply) {
  uint32_t client = 0x0a000000 + i / 50000, server = 0x0a800000 + i % 4093;
  uint16_t from = 1024 + i % 50000, to = k->proto == IPPROTO_TCP ? 443 : 53;
  uint16_t zone = k->zone_dir == 1 + reply ? k->zone : 0;
  if (!reply) return (struct side){client, server, 1, from, to, zone};
  uint32_t answered = k->nat ? 0xcb007101 : client;
  return (struct side){server, answered, 0, to, from + (k->nat ? 1000 : 0), zone};
}

// The bytes of an address; in IPv6 with runs of zeros in several places, for the short form.
static const void *address(const struct kind *k, uint32_t number, int is_client, uint8_t *six) {
  uint32_t big = htonl(number);
  memset(six, 0, 16);
  six[0] = 0xfd, six[3] = number >> 16 & 1, six[7] = is_client;
  memcpy(six + 12, &big, 4);
  return k->family == AF_INET ? six + 12 : six;
}

static void put_address(struct nlmsghdr *h, const struct kind *k, uint32_t number, int is_source,
                        int is_client) {
  uint8_t six[16];
  const void *bytes = address(k, number, is_client, six);
  if (k->family == AF_INET) mnl_attr_put(h, is_source ? CTA_IP_V4_SRC : CTA_IP_V4_DST, 4, bytes);
  else mnl_attr_put(h, is_source ? CTA_IP_V6_SRC : CTA_IP_V6_DST, 16, bytes);
}

static void put_tuple(struct nlmsghdr *h, const struct kind *k, uint32_t i, int reply) {
  struct side side = side_of(k, i, reply);
  struct nlattr *tuple = mnl_attr_nest_start(h, reply ? CTA_TUPLE_REPLY : CTA_TUPLE_ORIG);
  struct nlattr *part = mnl_attr_nest_start(h, CTA_TUPLE_IP);
  put_address(h, k, side.src, 1, side.from_client);
  put_address(h, k, side.dst, 0, !side.from_client);
  mnl_attr_nest_end(h, part);
  part = mnl_attr_nest_start(h, CTA_TUPLE_PROTO);
  mnl_attr_put_u8(h, CTA_PROTO_NUM, k->proto);
  uint16_t number = htons(reply ? side.dport : side.sport);
  if (k->proto == IPPROTO_ICMP) {
    mnl_attr_put_u8(h, CTA_PROTO_ICMP_TYPE, reply ? 0 : 8);
    mnl_attr_put_u8(h, CTA_PROTO_ICMP_CODE, 0);
    mnl_attr_put_u16(h, CTA_PROTO_ICMP_ID, number);
  } else if (k->proto == IPPROTO_ICMPV6) {
    mnl_attr_put_u8(h, CTA_PROTO_ICMPV6_TYPE, reply ? 129 : 128);
    mnl_attr_put_u8(h, CTA_PROTO_ICMPV6_CODE, 0);
    mnl_attr_put_u16(h, CTA_PROTO_ICMPV6_ID, number);
  } else if (k->proto != IPPROTO_ESP) {
    mnl_attr_put_u16(h, CTA_PROTO_SRC_PORT, htons(side.sport));
    mnl_attr_put_u16(h, CTA_PROTO_DST_PORT, htons(side.dport));
  }
  mnl_attr_nest_end(h, part);
  if (side.zone) mnl_attr_put_u16(h, CTA_TUPLE_ZONE, htons(side.zone));
  mnl_attr_nest_end(h, tuple);
}

// What identifies entry I: protocol, zone, mark, and both directions. Ports of TCP and UDP alone:
// whether a kernel knows those of the others depends on what it was built with, and addresses suffice.
static void print_key(uint32_t i) {
  const struct kind *k = &kinds[i % KINDS];
  printf("%d %d %u", k->proto, k->zone_dir == 0 ? k->zone : 0, i % 5 ? 0 : i);
  for (int reply = 0; reply < 2; reply++) {
    struct side side = side_of(k, i, reply);
    uint8_t six[16];
    char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN];
    inet_ntop(k->family, address(k, side.src, side.from_client, six), src, sizeof src);
    inet_ntop(k->family, address(k, side.dst, !side.from_client, six), dst, sizeof dst);
    printf(" %s %s", src, dst);
    if (k->proto == IPPROTO_ICMP || k->proto == IPPROTO_ICMPV6)
      printf(" %d", reply ? side.dport : side.sport);
    else if (k->proto == IPPROTO_TCP || k->proto == IPPROTO_UDP)
      printf(" %d %d", side.sport, side.dport);
    if (side.zone) printf(" zone %d", side.zone);
  }
  putchar('\n');
}

static void put_state(struct nlmsghdr *h, const struct kind *k) {
  struct nlattr *info = mnl_attr_nest_start(h, CTA_PROTOINFO);
  if (k->proto == IPPROTO_TCP) {
    struct nlattr *tcp = mnl_attr_nest_start(h, CTA_PROTOINFO_TCP);
    mnl_attr_put_u8(h, CTA_PROTOINFO_TCP_STATE, k->state);
    mnl_attr_nest_end(h, tcp);
  } else {
    struct nlattr *sctp = mnl_attr_nest_start(h, CTA_PROTOINFO_SCTP);
    mnl_attr_put_u8(h, CTA_PROTOINFO_SCTP_STATE, k->state);
    mnl_attr_put_u32(h, CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, htonl(1));
    mnl_attr_put_u32(h, CTA_PROTOINFO_SCTP_VTAG_REPLY, htonl(2));
    mnl_attr_nest_end(h, sctp);
  }
  mnl_attr_nest_end(h, info);
}

static struct nlmsghdr *begin(void *at, const struct kind *k, uint32_t i, int type, int flags) {
  struct nlmsghdr *h = mnl_nlmsg_put_header(at);
  h->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | type;
  h->nlmsg_flags = NLM_F_REQUEST | flags;
  h->nlmsg_seq = i;
  struct nfgenmsg *g = mnl_nlmsg_put_extra_header(h, sizeof *g);
  g->nfgen_family = k->family;
  return h;
}

static size_t put_entry(void *at, uint32_t i) {
  const struct kind *k = &kinds[i % KINDS];
  struct nlmsghdr *h = begin(at, k, i, IPCTNL_MSG_CT_NEW, NLM_F_CREATE | NLM_F_EXCL);
  put_tuple(h, k, i, 0);
  put_tuple(h, k, i, 1);
  if (k->zone && k->zone_dir == 0) mnl_attr_put_u16(h, CTA_ZONE, htons(k->zone));
  mnl_attr_put_u32(h, CTA_STATUS, htonl(k->status));
  mnl_attr_put_u32(h, CTA_TIMEOUT, htonl(k->timeout));
  mnl_attr_put_u32(h, CTA_MARK, htonl(i % 5 ? 0 : i));
  if (k->state >= 0) put_state(h, k);
  if (k->helper && i % 3 == 0) {
    struct nlattr *help = mnl_attr_nest_start(h, CTA_HELP);
    mnl_attr_put_strz(h, CTA_HELP_NAME, k->helper);
    mnl_attr_nest_end(h, help);
  }
  return h->nlmsg_len;
}

static size_t put_deletion(void *at, uint32_t i) {
  const struct kind *k = &kinds[i % KINDS];
  struct nlmsghdr *h = begin(at, k, i, IPCTNL_MSG_CT_DELETE, 0);
  put_tuple(h, k, i, 0);
  if (k->zone && k->zone_dir == 0) mnl_attr_put_u16(h, CTA_ZONE, htons(k->zone));
  return h->nlmsg_len;
}

static unsigned refused[256], total;

// Takes in what the kernel says about a batch; its last message asked for an acknowledgement.
static void await(struct mnl_socket *s, uint32_t last) {
  char buffer[65536];
  for (;;) {
    ssize_t n = mnl_socket_recvfrom(s, buffer, sizeof buffer);
    if (n < 0) { perror("recv"); exit(1); }
    int left = n;
    for (struct nlmsghdr *h = (void *)buffer; mnl_nlmsg_ok(h, left); h = mnl_nlmsg_next(h, &left)) {
      if (h->nlmsg_type != NLMSG_ERROR) continue;
      int error = -((struct nlmsgerr *)mnl_nlmsg_get_payload(h))->error;
      if (error) { refused[error & 255]++; total++; }
      if (h->nlmsg_seq == last) return;
    }
  }
}

// Sends a message for each of so many entries and awaits what the kernel says to them.
static void tell(struct mnl_socket *s, size_t (*put)(void *, uint32_t), uint32_t i, uint32_t count) {
  static char batch[BATCH * 1024];
  for (uint32_t end = i + count; i < end;) {
    size_t length = 0;
    struct nlmsghdr *last = 0;
    for (int n = 0; n < BATCH && i < end; n++, i++) {
      last = (void *)(batch + length);
      length += put(last, i);
    }
    last->nlmsg_flags |= NLM_F_ACK;
    uint32_t sequence = last->nlmsg_seq;
    if (mnl_socket_sendto(s, batch, length) < 0) { perror("send"); exit(1); }
    await(s, sequence);
  }
}

static volatile sig_atomic_t is_told_to_end;
static void end(int number) { (void)number; is_told_to_end = 1; }

static uint32_t churn(struct mnl_socket *s, uint32_t kept, uint32_t first, uint32_t rate) {
  // A hundred times a second at most: more, and the waiting would cost more than the entries.
  uint32_t step = rate / 100 ? rate / 100 : 1, made = 0, alive = 0;
  struct timespec pause = {step / rate, step % rate * 1000000000ull / rate};
  signal(SIGTERM, end);
  while (!is_told_to_end) {
    uint32_t now = step < kept - alive ? step : kept - alive;
    tell(s, put_entry, first + made, now);
    made += now, alive += now;
    if (alive == kept) {
      tell(s, put_deletion, first + made - alive, alive);
      alive = 0;
    }
    nanosleep(&pause, 0);
  }
  return made;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 && argv[1][0] == '-' ? argv[1] : "";
  if (*mode) argc--, argv++;
  uint32_t number[3] = {0};
  for (int n = 0; n < 3 && n + 1 < argc; n++) number[n] = strtoul(argv[n + 1], 0, 10);
  uint32_t count = number[0], first = number[1], rate = number[2];
  int prints = !strcmp(mode, "-k"), churns = !strcmp(mode, "-c");
  if (!count || (churns && !rate) || (*mode && !prints && !churns)) {
    fprintf(stderr, "usage: fill [-k] COUNT [FIRST] | fill -c KEPT FIRST RATE\n");
    return 64;
  }
  if (prints) {
    for (uint32_t i = first; i < first + count; i++) print_key(i);
    return 0;
  }
  struct mnl_socket *s = mnl_socket_open(NETLINK_NETFILTER);
  if (!s || mnl_socket_bind(s, 0, MNL_SOCKET_AUTOPID) < 0) { perror("socket"); return 1; }
  if (churns) count = churn(s, count, first, rate);
  else tell(s, put_entry, first, count);
  printf("created %u\n", count - total);
  for (int e = 0; e < 256; e++)
    if (refused[e]) printf("refused %u: %s\n", refused[e], strerror(e));
  return 0;
}
