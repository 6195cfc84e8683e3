// fill COUNT: puts COUNT conntrack entries of many kinds into the network namespace it runs in.
//
// Over ctnetlink (IPCTNL_MSG_CT_NEW), in batches. Entry I is the same at every run: its kind comes
// from I % KINDS, everything else from I. Prints how many the kernel took and, by errno, refused.
#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tcp.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    {AF_INET, IPPROTO_UDP, SURE, 180, -1},
    {AF_INET6, IPPROTO_TCP, SURE, 432000, TCP_CONNTRACK_ESTABLISHED},
    {AF_INET6, IPPROTO_UDP, SEEN, 120, -1},
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

static void put_address(struct nlmsghdr *h, const struct kind *k, uint32_t number, int source,
                        int client) {
  if (k->family == AF_INET) {
    mnl_attr_put_u32(h, source ? CTA_IP_V4_SRC : CTA_IP_V4_DST, htonl(number));
    return;
  }
  // Runs of zeros in several places, for the short form.
  uint8_t six[16] = {0xfd, 0, 0, number >> 16 & 1, 0, 0, 0, client};
  memcpy(six + 12, &(uint32_t){htonl(number)}, 4);
  mnl_attr_put(h, source ? CTA_IP_V6_SRC : CTA_IP_V6_DST, 16, six);
}

static void put_tuple(struct nlmsghdr *h, const struct kind *k, uint32_t i, int reply) {
  uint32_t client = 0x0a000000 + i / 50000, server = 0x0a800000 + i % 4093;
  uint16_t from = 1024 + i % 50000, to = k->proto == IPPROTO_TCP ? 443 : 53;
  uint32_t answered = reply && k->nat ? 0xcb007101 : client;
  struct nlattr *tuple = mnl_attr_nest_start(h, reply ? CTA_TUPLE_REPLY : CTA_TUPLE_ORIG);
  struct nlattr *part = mnl_attr_nest_start(h, CTA_TUPLE_IP);
  put_address(h, k, reply ? server : client, 1, !reply);
  put_address(h, k, reply ? answered : server, 0, reply);
  mnl_attr_nest_end(h, part);
  part = mnl_attr_nest_start(h, CTA_TUPLE_PROTO);
  mnl_attr_put_u8(h, CTA_PROTO_NUM, k->proto);
  if (k->proto == IPPROTO_ICMP) {
    mnl_attr_put_u8(h, CTA_PROTO_ICMP_TYPE, reply ? 0 : 8);
    mnl_attr_put_u8(h, CTA_PROTO_ICMP_CODE, 0);
    mnl_attr_put_u16(h, CTA_PROTO_ICMP_ID, htons(from));
  } else if (k->proto == IPPROTO_ICMPV6) {
    mnl_attr_put_u8(h, CTA_PROTO_ICMPV6_TYPE, reply ? 129 : 128);
    mnl_attr_put_u8(h, CTA_PROTO_ICMPV6_CODE, 0);
    mnl_attr_put_u16(h, CTA_PROTO_ICMPV6_ID, htons(from));
  } else if (k->proto != IPPROTO_ESP) {
    mnl_attr_put_u16(h, CTA_PROTO_SRC_PORT, htons(reply ? to : from));
    mnl_attr_put_u16(h, CTA_PROTO_DST_PORT, htons(reply ? from + (k->nat ? 1000 : 0) : to));
  }
  mnl_attr_nest_end(h, part);
  if (k->zone && k->zone_dir == 1 + reply) mnl_attr_put_u16(h, CTA_TUPLE_ZONE, htons(k->zone));
  mnl_attr_nest_end(h, tuple);
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

static size_t put_entry(void *at, uint32_t i) {
  const struct kind *k = &kinds[i % KINDS];
  struct nlmsghdr *h = mnl_nlmsg_put_header(at);
  h->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW;
  h->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL;
  h->nlmsg_seq = i;
  struct nfgenmsg *g = mnl_nlmsg_put_extra_header(h, sizeof *g);
  g->nfgen_family = k->family;
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

int main(int argc, char **argv) {
  uint32_t count = argc > 1 ? strtoul(argv[1], 0, 10) : 0;
  if (!count) { fprintf(stderr, "usage: fill COUNT\n"); return 64; }
  struct mnl_socket *s = mnl_socket_open(NETLINK_NETFILTER);
  if (!s || mnl_socket_bind(s, 0, MNL_SOCKET_AUTOPID) < 0) { perror("socket"); return 1; }
  static char batch[BATCH * 1024];
  for (uint32_t i = 0; i < count;) {
    size_t length = 0;
    struct nlmsghdr *last = 0;
    for (int n = 0; n < BATCH && i < count; n++, i++) {
      last = (void *)(batch + length);
      length += put_entry(last, i);
    }
    last->nlmsg_flags |= NLM_F_ACK;
    uint32_t sequence = last->nlmsg_seq;
    if (mnl_socket_sendto(s, batch, length) < 0) { perror("send"); return 1; }
    await(s, sequence);
  }
  printf("created %u\n", count - total);
  for (int e = 0; e < 256; e++)
    if (refused[e]) printf("refused %u: %s\n", refused[e], strerror(e));
  return 0;
}
