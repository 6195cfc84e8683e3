// SPDX-License-Identifier: GPL-2.0
/*
 * hwoffload: a network card for the lab that forwards offloaded flows by itself.
 *
 * Some virtual Ethernet devices (see `devices`) accept flowtable hardware offload, so the kernel's own
 * nf_flow_table_offload code runs and sets IPS_HW_OFFLOAD. A packet of an offloaded flow is then
 * forwarded where the other end sends it, before it reaches the router's devices: no hook, no tap and no
 * software counter sees it, as with a real card. Its packets and bytes come to conntrack only when the
 * kernel asks for them (FLOW_CLS_STATS), about every tenth of the flowtable's timeout: every 3 s unless
 * nf_flowtable_tcp_timeout says otherwise. What a card leaves to the router, this one does too: FIN, RST,
 * fragments, an expiring TTL, too large a packet.
 *
 * For a throw-away machine only. Parameters, in /sys/module/hwoffload/parameters:
 *
 * devices       the card's ports, as a,b,c; without, each device whose name starts with "hw"
 * refuse=1      refuses every rule from now on: the flow stays in the software lane
 * forward=0     accepts rules but leaves their packets to the software path
 * installed     rules held now: two for each flow, one for each direction
 * forwarded     packets that the router's CPU was spared
 *
 * A flow that leaves by a device that is no port of the card is refused. A rule with VLAN, PPPoE or
 * tunnel actions is accepted, and its packets left to the software path.
 */
#include <linux/module.h>
#include <linux/netdevice.h>

#include "card.h"

static const struct net_device_ops *veth_ops;
static struct net_device_ops hw_ops, peer_ops;

static char *devices;
module_param(devices, charp, 0444);

static bool has_port_name(const char *name)
{
	const char *next = devices;

	if (!devices)
		return !strncmp(name, "hw", 2);
	while (*next) {
		size_t length = strcspn(next, ",");

		if (length == strlen(name) && !memcmp(next, name, length))
			return true;
		next += length;
		next += *next == ',';
	}
	return false;
}

bool card_is_port(const struct net_device *dev)
{
	return dev->netdev_ops == &hw_ops;
}

netdev_tx_t card_send(struct sk_buff *skb, struct net_device *out)
{
	return veth_ops->ndo_start_xmit(skb, out);
}

static netdev_tx_t peer_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct net_device *in = veth_ops->ndo_get_peer_dev(dev);

	if (in && card_take(skb, in))
		return NETDEV_TX_OK;
	return veth_ops->ndo_start_xmit(skb, dev);
}

static int on_device(struct notifier_block *block, unsigned long event, void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info), *peer;

	if (!has_port_name(dev->name))
		return NOTIFY_DONE;
	if (event == NETDEV_REGISTER && dev->netdev_ops->ndo_get_peer_dev && !dev->netdev_ops->ndo_setup_tc) {
		veth_ops = dev->netdev_ops;
		hw_ops = *veth_ops;
		hw_ops.ndo_setup_tc = card_setup_tc;
		peer_ops = *veth_ops;
		peer_ops.ndo_start_xmit = peer_xmit;
		dev->netdev_ops = &hw_ops;
		dev->hw_features |= NETIF_F_HW_TC;
		dev->features |= NETIF_F_HW_TC;
		// Else registering turns it off again.
		dev->wanted_features |= NETIF_F_HW_TC;
		pr_info("hwoffload: %s\n", dev->name);
	}
	if (event == NETDEV_UP && dev->netdev_ops == &hw_ops) {
		rcu_read_lock();
		peer = veth_ops->ndo_get_peer_dev(dev);
		if (peer && peer->netdev_ops == veth_ops)
			peer->netdev_ops = &peer_ops;
		rcu_read_unlock();
	}
	if (event == NETDEV_UNREGISTER && card_is_port(dev))
		card_forget(dev);
	return NOTIFY_DONE;
}

static struct notifier_block watch = { .notifier_call = on_device };

static int __init hw_init(void)
{
	return register_netdevice_notifier(&watch);
}
module_init(hw_init);

MODULE_DESCRIPTION("A network card for the lab that forwards offloaded flows by itself");
MODULE_LICENSE("GPL");
