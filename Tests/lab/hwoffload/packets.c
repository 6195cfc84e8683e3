// SPDX-License-Identifier: GPL-2.0
/* The packets of the card, as the other end of a cable sends them. */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/module.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>

#include "card.h"

static bool forward = true;
module_param(forward, bool, 0644);
static ulong forwarded;
module_param(forwarded, ulong, 0444);

/* The tuple of the packet and how long its headers are, or 0 when the router must see it. */
static int read_packet(struct sk_buff *skb, struct tuple_key *key)
{
	int l3 = ETH_HLEN, l4;

	if (skb_vlan_tag_present(skb) || is_multicast_ether_addr(skb->data))
		return 0;
	if (skb->protocol == htons(ETH_P_IP)) {
		const struct iphdr *ip;

		if (!pskb_may_pull(skb, l3 + sizeof(*ip)))
			return 0;
		ip = (const struct iphdr *)(skb->data + l3);
		if (ip->ihl != 5 || ip_is_fragment(ip) || ip->ttl <= 1)
			return 0;
		key->family = AF_INET;
		key->protocol = ip->protocol;
		key->src.s6_addr32[0] = ip->saddr;
		key->dst.s6_addr32[0] = ip->daddr;
		l4 = l3 + sizeof(*ip);
	} else if (skb->protocol == htons(ETH_P_IPV6)) {
		const struct ipv6hdr *ip;

		if (!pskb_may_pull(skb, l3 + sizeof(*ip)))
			return 0;
		ip = (const struct ipv6hdr *)(skb->data + l3);
		if (ip->hop_limit <= 1)
			return 0;
		key->family = AF_INET6;
		key->protocol = ip->nexthdr;
		key->src = ip->saddr;
		key->dst = ip->daddr;
		l4 = l3 + sizeof(*ip);
	} else {
		return 0;
	}
	if (key->protocol == IPPROTO_TCP) {
		const struct tcphdr *tcp;

		if (!pskb_may_pull(skb, l4 + sizeof(*tcp)))
			return 0;
		tcp = (const struct tcphdr *)(skb->data + l4);
		if (tcp->fin || tcp->rst || tcp->syn)
			return 0;
		key->ports = *(const __be32 *)tcp;
		return l4 + sizeof(*tcp);
	}
	if (key->protocol == IPPROTO_UDP) {
		if (!pskb_may_pull(skb, l4 + sizeof(struct udphdr)))
			return 0;
		key->ports = *(const __be32 *)(skb->data + l4);
		return l4 + sizeof(struct udphdr);
	}
	return 0;
}

static void rewrite(struct sk_buff *skb, const struct rule *rule)
{
	u8 *eth = skb->data, *l3 = eth + ETH_HLEN, *l4;
	struct iphdr *ip = rule->key.family == AF_INET ? (struct iphdr *)l3 : NULL;
	__sum16 *check;
	int i;

	l4 = l3 + (ip ? sizeof(struct iphdr) : sizeof(struct ipv6hdr));
	if (rule->key.protocol == IPPROTO_TCP)
		check = &((struct tcphdr *)l4)->check;
	else
		check = &((struct udphdr *)l4)->check;
	/* A UDP checksum of 0 means that there is none. */
	if (rule->key.protocol == IPPROTO_UDP && !*check && skb->ip_summed != CHECKSUM_PARTIAL)
		check = NULL;

	for (i = 0; i < rule->mangles; i++) {
		const struct mangle *m = &rule->mangle[i];
		bool address = m->base == FLOW_ACT_MANGLE_HDR_TYPE_IP4 ||
			       m->base == FLOW_ACT_MANGLE_HDR_TYPE_IP6;
		u8 *base = m->base == FLOW_ACT_MANGLE_HDR_TYPE_ETH ? eth : address ? l3 : l4;
		__be32 *word = (__be32 *)(base + m->offset);
		__be32 old = *word;
		__be32 new = (__force __be32)(((__force u32)old & m->mask) | m->value);

		*word = new;
		if (base == eth)
			continue;
		if (ip && address)
			csum_replace4(&ip->check, old, new);
		if (check)
			inet_proto_csum_replace4(check, skb, old, new, address);
	}
	if (ip)
		ip_decrease_ttl(ip);
	else
		((struct ipv6hdr *)l3)->hop_limit--;
}

bool card_take(struct sk_buff *skb, struct net_device *in)
{
	struct tuple_key key = { .in = in };
	struct rule *rule;
	int headers;

	headers = forward ? read_packet(skb, &key) : 0;
	rule = headers ? card_rule(&key) : NULL;
	if (!rule || !rule->out)
		return false;
	if (!skb_is_gso(skb) && skb->len - ETH_HLEN > READ_ONCE(rule->out->mtu))
		return false;
	if (skb_ensure_writable(skb, headers))
		return false;
	atomic64_add(skb_is_gso(skb) ? skb_shinfo(skb)->gso_segs : 1, &rule->packets);
	atomic64_add(skb->len - ETH_HLEN, &rule->bytes);
	WRITE_ONCE(rule->last_used, jiffies);
	forwarded++;
	rewrite(skb, rule);
	skb_dst_drop(skb);
	nf_reset_ct(skb);
	skb->dev = rule->out;
	card_send(skb, rule->out);
	return true;
}
