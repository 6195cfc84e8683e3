/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of hwoffload share: devices.c says what it is. */
#ifndef CARD_H
#define CARD_H

#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <net/flow_offload.h>

#define MANGLES 16

/* What a rule matches: the port it came in at and its tuple, as the packet carries them. */
struct tuple_key {
	struct net_device *in;
	u32 family;
	u32 protocol;
	struct in6_addr src, dst; /* IPv4 in the first word */
	__be32 ports;
};

struct mangle {
	enum flow_action_mangle_base base;
	u32 offset, mask, value; /* as in memory */
};

struct rule {
	struct hlist_node node;
	struct rcu_head rcu;
	unsigned long cookie;
	struct tuple_key key;
	struct net_device *out; /* NULL: left to the software path */
	int mangles;
	struct mangle mangle[MANGLES];
	atomic64_t packets, bytes;
	unsigned long last_used;
};

/* rules.c: the rules that the kernel handed down. */
int card_setup_tc(struct net_device *dev, enum tc_setup_type type, void *data);
void card_forget(const struct net_device *dev);
struct rule *card_rule(const struct tuple_key *key); /* under rcu_read_lock */

/* packets.c: takes a packet that the cable's other end sends to port `in`; false: it goes on as ever. */
bool card_take(struct sk_buff *skb, struct net_device *in);

/* devices.c */
bool card_is_port(const struct net_device *dev);
netdev_tx_t card_send(struct sk_buff *skb, struct net_device *out);

#endif
