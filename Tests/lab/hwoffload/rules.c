// SPDX-License-Identifier: GPL-2.0
/* The rules of the card, as the kernel's flowtable hands them down. */
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <net/pkt_cls.h>

#include "card.h"

#define BUCKETS 256

static LIST_HEAD(blocks);
static struct hlist_head table[BUCKETS];
static DEFINE_SPINLOCK(lock);

static bool refuse;
module_param(refuse, bool, 0644);
static int installed;
module_param(installed, int, 0444);

static struct hlist_head *bucket(const struct tuple_key *key)
{
	return &table[jhash(key, sizeof(*key), 0) % BUCKETS];
}

static struct rule *with_cookie(unsigned long cookie, const struct net_device *in)
{
	struct rule *rule;
	int i;

	for (i = 0; i < BUCKETS; i++)
		hlist_for_each_entry(rule, &table[i], node)
			if (rule->cookie == cookie && rule->key.in == in)
				return rule;
	return NULL;
}

struct rule *card_rule(const struct tuple_key *key)
{
	struct rule *rule;

	hlist_for_each_entry_rcu(rule, bucket(key), node)
		if (!memcmp(&rule->key, key, sizeof(*key)))
			return rule;
	return NULL;
}

static bool read_match(const struct flow_rule *from, struct net_device *in, struct tuple_key *key)
{
	struct flow_match_meta meta;
	struct flow_match_control control;
	struct flow_match_basic basic;
	struct flow_match_ports ports;

	memset(key, 0, sizeof(*key));
	if (!flow_rule_match_key(from, FLOW_DISSECTOR_KEY_META) ||
	    !flow_rule_match_key(from, FLOW_DISSECTOR_KEY_CONTROL) ||
	    !flow_rule_match_key(from, FLOW_DISSECTOR_KEY_BASIC) ||
	    !flow_rule_match_key(from, FLOW_DISSECTOR_KEY_PORTS))
		return false;
	flow_rule_match_meta(from, &meta);
	flow_rule_match_control(from, &control);
	flow_rule_match_basic(from, &basic);
	flow_rule_match_ports(from, &ports);
	/* Every device of the flowtable is offered every rule: it is the one's where the flow comes in. */
	if (meta.key->ingress_ifindex != in->ifindex)
		return false;
	key->in = in;
	key->protocol = basic.key->ip_proto;
	key->ports = *(const __be32 *)ports.key;
	if (control.key->addr_type == FLOW_DISSECTOR_KEY_IPV4_ADDRS) {
		struct flow_match_ipv4_addrs addrs;

		flow_rule_match_ipv4_addrs(from, &addrs);
		key->family = AF_INET;
		key->src.s6_addr32[0] = addrs.key->src;
		key->dst.s6_addr32[0] = addrs.key->dst;
	} else if (control.key->addr_type == FLOW_DISSECTOR_KEY_IPV6_ADDRS) {
		struct flow_match_ipv6_addrs addrs;

		flow_rule_match_ipv6_addrs(from, &addrs);
		key->family = AF_INET6;
		key->src = addrs.key->src;
		key->dst = addrs.key->dst;
	}
	return key->family && (key->protocol == IPPROTO_TCP || key->protocol == IPPROTO_UDP);
}

/*
 * Reads what to do. False when the flow leaves by a device that is no port of this card. Leaves `out`
 * NULL when the packets are to be changed in a way that this card has not learned.
 */
static bool read_actions(const struct flow_rule *from, struct rule *rule)
{
	bool able = !flow_rule_match_key(from, FLOW_DISSECTOR_KEY_VLAN) &&
		    !flow_rule_match_key(from, FLOW_DISSECTOR_KEY_CVLAN);
	const struct flow_action_entry *action;
	struct net_device *out = NULL;
	int i;

	flow_action_for_each(i, action, &from->action) {
		switch (action->id) {
		case FLOW_ACTION_MANGLE:
			if (rule->mangles == MANGLES) {
				able = false;
				break;
			}
			rule->mangle[rule->mangles++] = (struct mangle){
				action->mangle.htype, action->mangle.offset,
				action->mangle.mask, action->mangle.val };
			break;
		case FLOW_ACTION_CSUM:
			break;
		case FLOW_ACTION_REDIRECT:
			out = action->dev;
			break;
		default:
			able = false;
		}
	}
	if (!out || !card_is_port(out))
		return false;
	rule->out = able ? out : NULL;
	return true;
}

/* Takes a rule out of the table; under the lock. */
static void drop(struct rule *rule)
{
	hlist_del_rcu(&rule->node);
	installed--;
	kfree_rcu(rule, rcu);
}

static int install(struct net_device *dev, struct flow_cls_offload *from)
{
	struct rule *rule = kzalloc(sizeof(*rule), GFP_KERNEL), *old;

	if (!rule)
		return -ENOMEM;
	if (refuse || !read_match(from->rule, dev, &rule->key) || !read_actions(from->rule, rule)) {
		kfree(rule);
		return -EOPNOTSUPP;
	}
	rule->cookie = from->cookie;
	spin_lock_bh(&lock);
	/* card_forget() has gone by, or will find the rule. */
	if (dev->reg_state != NETREG_REGISTERED ||
	    (rule->out && rule->out->reg_state != NETREG_REGISTERED)) {
		spin_unlock_bh(&lock);
		kfree(rule);
		return -ENODEV;
	}
	old = with_cookie(rule->cookie, dev);
	if (old) {
		atomic64_set(&rule->packets, atomic64_read(&old->packets));
		atomic64_set(&rule->bytes, atomic64_read(&old->bytes));
		rule->last_used = old->last_used;
		drop(old);
	}
	hlist_add_head_rcu(&rule->node, bucket(&rule->key));
	installed++;
	spin_unlock_bh(&lock);
	return 0;
}

static int destroy(struct net_device *dev, struct flow_cls_offload *from)
{
	struct rule *rule;

	spin_lock_bh(&lock);
	rule = with_cookie(from->cookie, dev);
	if (rule)
		drop(rule);
	spin_unlock_bh(&lock);
	return rule ? 0 : -ENOENT;
}

/*
 * No rule holds on to a device: the kernel unbinds a device that goes before it takes back the device's
 * rules, and would then wait for ever.
 */
void card_forget(const struct net_device *dev)
{
	struct hlist_node *next;
	struct rule *rule;
	int i;

	spin_lock_bh(&lock);
	for (i = 0; i < BUCKETS; i++)
		hlist_for_each_entry_safe(rule, next, &table[i], node)
			if (rule->key.in == dev || rule->out == dev)
				drop(rule);
	spin_unlock_bh(&lock);
}

static int report(struct net_device *dev, struct flow_cls_offload *to)
{
	struct rule *rule;

	spin_lock_bh(&lock);
	rule = with_cookie(to->cookie, dev);
	if (rule)
		flow_stats_update(&to->stats, atomic64_xchg(&rule->bytes, 0),
				  atomic64_xchg(&rule->packets, 0), 0, READ_ONCE(rule->last_used),
				  FLOW_ACTION_HW_STATS_DELAYED);
	spin_unlock_bh(&lock);
	return rule ? 0 : -ENOENT;
}

static int on_rule(enum tc_setup_type type, void *data, void *dev)
{
	struct flow_cls_offload *rule = data;

	if (type != TC_SETUP_CLSFLOWER)
		return -EOPNOTSUPP;
	switch (rule->command) {
	case FLOW_CLS_REPLACE:
		return install(dev, rule);
	case FLOW_CLS_DESTROY:
		return destroy(dev, rule);
	case FLOW_CLS_STATS:
		return report(dev, rule);
	default:
		return -EOPNOTSUPP;
	}
}

int card_setup_tc(struct net_device *dev, enum tc_setup_type type, void *data)
{
	if (type != TC_SETUP_FT)
		return -EOPNOTSUPP;
	return flow_block_cb_setup_simple(data, &blocks, on_rule, dev, dev, true);
}
